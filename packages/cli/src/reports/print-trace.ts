import type { StoredTrace } from '@kagura/core';
import { readAgentSummaries, readLastTrace, readTrace } from '@kagura/store';
import type { Command } from 'commander';
import { notFoundError, usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { noTraceError } from '../known-agent';
import { traceJson, traceTotalsJson } from '../print/trace-json';
import { formatTrace } from '../print/trace-text';
import { printReport } from '../report-output';
import { findTraceId } from '../trace-id';

interface TraceOptions {
  readonly last?: boolean;
  readonly full?: boolean;
}

export function printTrace(context: CommandContext, command: Command): void {
  const { timeZone } = context;
  const { last = false, full = false } = command.opts<TraceOptions>();
  const trace = selectTrace(context, command.args[0], last);
  printReport(context, {
    command: 'trace',
    range: null,
    text: () => formatTrace(trace, { timeZone, full }),
    json: () => ({ data: traceJson(trace, timeZone), totals: traceTotalsJson(trace) }),
    warnings: [],
  });
}

/** An agent's name wins over a trace id that begins alike. */
function selectTrace(context: CommandContext, target: string | undefined, last: boolean): StoredTrace {
  const { database, options } = context;
  if (target === undefined) {
    return lastTrace(context, options.agent, last);
  }
  const isAgent = readAgentSummaries(database).some((summary) => summary.agent === target);
  const byId = last || isAgent ? undefined : traceByPrefix(context, target);
  const trace = byId ?? readLastTrace(database, target);
  if (trace === undefined) {
    throw noTraceError(context, target);
  }
  return trace;
}

function lastTrace(context: CommandContext, agent: string | undefined, last: boolean): StoredTrace {
  if (!last) {
    throw usageError('Which trace?', 'Name an agent or a trace id, or add --last for the latest of all.');
  }
  const trace = readLastTrace(context.database, agent);
  if (trace === undefined) {
    throw agent === undefined
      ? notFoundError('The database holds no traces yet.')
      : noTraceError(context, agent);
  }
  return trace;
}

function traceByPrefix(context: CommandContext, text: string): StoredTrace | undefined {
  const { database, options } = context;
  const id = findTraceId(context, text);
  return id === undefined
    ? undefined
    : readTrace(database, id, options.agent === undefined ? {} : { agent: options.agent });
}
