import type { AgentStats, CallFilter, CostTotals } from '@kagura/core';
import { connection, type Database } from '../database';
import type { SqliteNames } from '../driver';
import type { Measure } from '../measures';
import { dateOf } from '../microseconds';
import { COST_MEASURES, type CostFacts, costTotalsOf, NO_COST_FACTS } from './cost-facts';
import { type Condition, type FactsScope, planOf, readFacts } from './facts';
import { LATENCY_MEASURES, latencyOf } from './latency';
import { type Quantiles, readApproximateQuantiles, readExactQuantiles } from './quantiles';

/** So many durations are read and sorted for exact percentiles; beyond, the hourly histograms answer. */
const MAX_EXACT_ROWS = 10_000;

const CALL_MEASURES = [
  'calls',
  'errors',
  'silent_calls',
  ...LATENCY_MEASURES,
  'first_start_us',
  'last_start_us',
  'last_end_us',
] as const satisfies readonly Measure[];

const MODEL_CALL_MEASURES = [
  ...COST_MEASURES,
  ...CALL_MEASURES.filter((measure) => measure !== 'calls'),
  'timed_output_tokens',
  'timed_output_us',
] as const satisfies readonly Measure[];

type CallFacts = Readonly<Record<(typeof CALL_MEASURES)[number], number>> & { readonly agent: string };

type ModelCallFacts = CallFacts &
  CostFacts & { readonly timed_output_tokens: number; readonly timed_output_us: number };

interface Group {
  /** '' for no agent. */
  readonly agent: string;
  /** What counts as the group's calls: invocations, or model calls where there is no agent. */
  readonly calls: CallFacts | undefined;
  readonly modelCalls: ModelCallFacts | undefined;
}

/**
 * One entry per agent with calls in the range, most invocations first, then by name; model calls outside any agent
 * come last. A filter on model or provider keeps the invocations that used it, and counts its model calls only.
 *
 * @throws StoreError
 */
export function readAgentStats(database: Database, filter: CallFilter = {}): AgentStats[] {
  return database[connection].snapshot(() => {
    const scopes = scopesOf(filter);
    const groups = toGroups(
      readFacts<CallFacts>(database, scopes.invocations, { by: ['agent'], measures: CALL_MEASURES }),
      readFacts<ModelCallFacts>(database, scopes.modelCalls, {
        by: ['agent'],
        measures: MODEL_CALL_MEASURES,
      }),
    );
    const quantiles = readQuantiles(database, scopes, groups);
    return groups.map((group) => statsOf(group, quantiles.get(group.agent)));
  });
}

interface Scopes {
  readonly invocations: FactsScope;
  readonly modelCalls: FactsScope;
}

function scopesOf(filter: CallFilter): Scopes {
  const { model, provider, ...own } = filter;
  const modelCalls: FactsScope = { kind: 'model', filter };
  if (model === undefined && provider === undefined) {
    return { invocations: { kind: 'agent', filter: own }, modelCalls };
  }
  // An invocation has no model itself; which one used it only the spans can say.
  const condition = usedBy(model, provider);
  return {
    invocations: { kind: 'agent', filter: own, condition },
    modelCalls,
  };
}

function usedBy(model: string | undefined, provider: string | undefined): Condition {
  const where = ["used.kind = 'model'", 'used.trace_id = call.trace_id', 'used.agent_span_id = call.span_id'];
  const parameters: SqliteNames = {};
  if (model !== undefined) {
    where.push('used.model = :usedModel');
    parameters.usedModel = model;
  }
  if (provider !== undefined) {
    where.push('used.provider = :usedProvider');
    parameters.usedProvider = provider;
  }
  return { sql: `EXISTS (SELECT 1 FROM spans AS used WHERE ${where.join(' AND ')})`, parameters };
}

function toGroups(invocations: readonly CallFacts[], modelCalls: readonly ModelCallFacts[]): Group[] {
  const callsOf = new Map(invocations.map((facts) => [facts.agent, facts]));
  const modelCallsOf = new Map(modelCalls.map((facts) => [facts.agent, facts]));
  return [...new Set([...callsOf.keys(), ...modelCallsOf.keys()])]
    .map((agent) => ({
      agent,
      calls: agent === '' ? modelCallsOf.get(agent) : callsOf.get(agent),
      modelCalls: modelCallsOf.get(agent),
    }))
    .sort(compareGroups);
}

function compareGroups(a: Group, b: Group): number {
  if (a.agent === '' || b.agent === '') return a.agent === '' ? 1 : -1;
  const byCalls = (b.calls?.calls ?? 0) - (a.calls?.calls ?? 0);
  return byCalls || (a.agent < b.agent ? -1 : 1);
}

/** By agent, '' for the model calls outside any. */
function readQuantiles(database: Database, scopes: Scopes, groups: readonly Group[]): Map<string, Quantiles> {
  const { invocations, modelCalls } = scopes;
  const outside = { ...modelCalls, filter: { ...modelCalls.filter, agent: '' } };
  const scopeOf = (agent: string) =>
    agent === '' ? outside : { ...invocations, filter: { ...invocations.filter, agent } };
  const rows = groups.reduce((sum, { calls }) => sum + (calls?.latency_calls ?? 0), 0);
  const hasSums = planOf(invocations).hours.length + planOf(invocations).days.length > 0;
  if (rows <= MAX_EXACT_ROWS || !hasSums) {
    const exact = new Map(groups.map(({ agent }) => [agent, readExactQuantiles(database, scopeOf(agent))]));
    // Where spans were pruned, the sums know of more calls than are left.
    if (groups.every(({ agent, calls }) => exact.get(agent)?.count === (calls?.latency_calls ?? 0)))
      return exact;
  }
  return new Map([invocations, outside].flatMap((scope) => [...readApproximateQuantiles(database, scope)]));
}

function statsOf({ agent, calls, modelCalls }: Group, quantiles: Quantiles | undefined): AgentStats {
  return {
    agent: agent || null,
    totalCalls: calls?.calls ?? 0,
    errors: calls?.errors ?? 0,
    successRate: calls ? (calls.calls - calls.errors) / calls.calls : null,
    ...latencyOf(calls, quantiles),
    callsPerMinute: calls ? perMinute(calls) : null,
    tokensPerSecond: modelCalls ? tokensPerSecond(modelCalls) : null,
    cost: costOf({ agent, calls, modelCalls }),
    firstAt: calls ? dateOf(calls.first_start_us) : null,
    lastAt: calls ? dateOf(calls.last_start_us) : null,
  };
}

/** Without a model call of its own an agent costs nothing, unless an invocation told nothing of its usage. */
function costOf({ calls, modelCalls }: Group): CostTotals {
  const totals = costTotalsOf(modelCalls ?? NO_COST_FACTS);
  if (modelCalls || !calls?.silent_calls) return totals;
  return { ...totals, nanoUsd: null, status: 'unpriced' };
}

function perMinute({ calls, first_start_us, last_end_us }: CallFacts): number | null {
  const minutes = (last_end_us - first_start_us) / 60_000_000;
  return minutes > 0 ? calls / minutes : null;
}

function tokensPerSecond({ timed_output_tokens, timed_output_us }: ModelCallFacts): number | null {
  return timed_output_us > 0 ? timed_output_tokens / (timed_output_us / 1_000_000) : null;
}
