import { formatTimestamp, type StoredTrace } from '@kagura/core';
import { findTraceIds, readAgentSummaries, readLastTrace, readTrace } from '@kagura/store';
import type { Command } from 'commander';
import { notFoundError, usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { CommandDefinition } from '../command-definition';
import { noTraceError } from '../known-agent';
import { traceJson, traceTotalsJson } from '../print/trace-json';
import { formatTrace } from '../print/trace-text';
import { printReport } from '../report-output';

interface TraceOptions {
  readonly last?: boolean;
  readonly full?: boolean;
}

const TRACE_ID_PREFIX = /^[0-9a-f]{1,32}$/i;
/** Traces that are named when a prefix fits several. */
const MAXIMUM_CANDIDATES = 5;
/** Digits of a trace id that people are shown. */
const SHORT_ID_LENGTH = 8;

export const traceCommand: CommandDefinition = {
  name: 'trace',
  summary: 'one invocation: timeline, prompt, response and error',
  accepts: ['agent'],
  examples: ['kagura trace my_agent --last', 'kagura trace 4bf92f35', 'kagura trace --last --json'],
  configure: (command) => {
    command
      .argument('[agent-or-trace-id]', 'an agent, or a trace id or the beginning of one')
      .option('--last', 'the latest invocation')
      .option('--full', 'show long texts to their end');
  },
  run: printTrace,
};

function printTrace(context: CommandContext, command: Command): void {
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
  if (!TRACE_ID_PREFIX.test(text)) {
    return undefined;
  }
  const prefix = text.toLowerCase();
  const ids = findTraceIds(database, prefix, MAXIMUM_CANDIDATES + 1);
  const [id] = ids;
  if (ids.length > 1) {
    throw usageError(
      `Trace prefix "${prefix}" matches several traces. Use more characters:`,
      candidateLines(context, ids.slice(0, MAXIMUM_CANDIDATES)).join('\n'),
    );
  }
  return id === undefined
    ? undefined
    : readTrace(database, id, options.agent === undefined ? {} : { agent: options.agent });
}

/** Ids as short as still tells them apart, each with what it was and when. */
function candidateLines({ database, timeZone }: CommandContext, ids: readonly string[]): string[] {
  const length = distinctLength(ids);
  return ids.flatMap((id) => {
    const root = readTrace(database, id)?.root;
    return root === undefined
      ? []
      : `${id.slice(0, length)}  ${root.name} ${formatTimestamp(new Date(root.startUs / 1000), timeZone)}`;
  });
}

function distinctLength(ids: readonly string[]): number {
  let length = SHORT_ID_LENGTH;
  while (new Set(ids.map((id) => id.slice(0, length))).size < ids.length) {
    length += 1;
  }
  return length;
}
