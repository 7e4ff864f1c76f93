import {
  type CallFilter,
  type CostDimension,
  type CostGroup,
  type CostTotals,
  dayKey,
  dayRange,
  type TimeRange,
  type UnpricedModel,
} from '@kagura/core';
import { connection, type Database } from '../database';
import { COST_MEASURES, type CostFacts, costTotalsOf, NO_COST_FACTS } from './cost-facts';
import { type FactsScope, readFacts } from './facts';

export interface CostGroupsOptions {
  readonly by: CostDimension;
  /** IANA time zone whose calendar days are meant. */
  readonly timeZone: string;
  readonly filter?: CallFilter | undefined;
}

/**
 * What the model calls that start in the range cost.
 *
 * @throws StoreError
 */
export function readCostTotals(database: Database, filter: CallFilter = {}): CostTotals {
  const columns = { by: [], measures: COST_MEASURES };
  const [facts] = readFacts<CostFacts>(database, modelCalls(filter), columns);
  return costTotalsOf(facts ?? NO_COST_FACTS);
}

/**
 * The same by agent, model or provider, largest cost first, or by calendar day, earliest first. Groups without calls
 * are left out, and the groups add up to the totals.
 *
 * @throws StoreError
 */
export function readCostGroups(database: Database, options: CostGroupsOptions): CostGroup[] {
  const { by, timeZone, filter = {} } = options;
  if (by === 'day') return database[connection].snapshot(() => readDays(database, timeZone, filter));
  const columns = { by: [by], measures: COST_MEASURES };
  return readFacts<CostFacts & Record<typeof by, string>>(database, modelCalls(filter), columns)
    .map((facts) => ({ key: facts[by] || null, totals: costTotalsOf(facts) }))
    .sort((a, b) => costOf(b) - costOf(a) || compareKeys(a.key, b.key));
}

/**
 * Model calls without a price although there was something to price, most calls first.
 *
 * @throws StoreError
 */
export function readUnpricedModels(database: Database, filter: CallFilter = {}): UnpricedModel[] {
  return readFacts<UnpricedFacts>(database, modelCalls(filter), {
    by: ['model', 'provider'],
    measures: ['unpriced_calls', 'unpriced_tokens'],
  })
    .filter((facts) => facts.unpriced_calls > 0)
    .map((facts) => ({
      model: facts.model || null,
      provider: facts.provider || null,
      calls: facts.unpriced_calls,
      tokens: facts.unpriced_tokens,
    }))
    .sort(
      (a, b) => b.calls - a.calls || compareKeys(a.model, b.model) || compareKeys(a.provider, b.provider),
    );
}

interface UnpricedFacts {
  readonly model: string;
  readonly provider: string;
  readonly unpriced_calls: number;
  readonly unpriced_tokens: number;
}

function modelCalls(filter: CallFilter): FactsScope {
  return { kind: 'model', filter };
}

/** Day by day, so that the days of a zone at a half hour are exact too; stretches without calls are skipped. */
function readDays(database: Database, timeZone: string, filter: CallFilter): CostGroup[] {
  const groups: CostGroup[] = [];
  let from = filter.start;
  for (;;) {
    const next = readNextCall(database, from);
    if (!next || (filter.end && next >= filter.end)) return groups;
    const key = dayKey(next, timeZone);
    const day = dayRange(key, timeZone);
    const totals = readCostTotals(database, { ...filter, ...overlap(day, filter) });
    if (totals.calls > 0) groups.push({ key, totals });
    from = day.end;
  }
}

/** An instant at or after the given one and not after the next model call. */
function readNextCall(database: Database, from: Date | undefined): Date | undefined {
  const hour = from ? Math.floor(from.getTime() / 3_600_000) * 3_600 : Number.MIN_SAFE_INTEGER;
  const row = database[connection].get<{ hour: number }>(
    "SELECT hour FROM rollup_hour WHERE hour >= ? AND kind = 'model' ORDER BY hour LIMIT 1",
    [hour],
  );
  if (!row) return undefined;
  const start = new Date(row.hour * 1_000);
  return from && from > start ? from : start;
}

function overlap(day: { readonly start: Date; readonly end: Date }, range: TimeRange): TimeRange {
  return {
    start: range.start && range.start > day.start ? range.start : day.start,
    end: range.end && range.end < day.end ? range.end : day.end,
  };
}

function costOf(group: CostGroup): number {
  return group.totals.nanoUsd ?? -1;
}

/** By code unit, as the same list must come out everywhere; no name comes last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
