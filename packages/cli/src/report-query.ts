import { type CallFilter, formatCount, formatTimestamp } from '@kagura/core';
import { readStoreSummary } from '@kagura/store';
import type { CommandContext } from './command-context';
import { requireAgent } from './known-agent';
import { type ReportRange, resolveRange } from './time-range';

/** What a report is about. */
export interface ReportQuery {
  readonly range: ReportRange;
  /** The range and the other filters in one. */
  readonly filter: CallFilter;
}

/** @throws CliError for a range that is not understood and for an agent that does not exist */
export function readQuery(context: CommandContext, defaultPeriod: string): ReportQuery {
  const { agent, model, provider, env, session, user, tag, status } = context.options;
  const range = resolveRange(context.options, defaultPeriod, context);
  if (agent !== undefined) {
    requireAgent(context, agent);
  }
  const { start, end } = range;
  const narrowing = { agent, model, provider, environment: env, session, user, tag, status };
  return { range, filter: { start, end, ...narrowing } };
}

/** Where the calls are when a report finds none. */
export function emptyReportNote({ database, timeZone }: CommandContext, { filter }: ReportQuery): string {
  const { calls, firstAt, lastAt } = readStoreSummary(database);
  if (firstAt === null || lastAt === null) {
    return 'The database holds no calls yet.';
  }
  const day = (date: Date): string => formatTimestamp(date, timeZone).slice(0, 10);
  const holds = `The database holds ${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'} from ${day(firstAt)} to ${day(lastAt)}.`;
  const { start, end, agent, ...narrowing } = filter;
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  return isNarrowed
    ? `${holds} None match the filters.`
    : `${holds} Try --period ${day(lastAt).slice(0, 7)}.`;
}
