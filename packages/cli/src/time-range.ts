import {
  ConfigurationError,
  formatTimestamp,
  PERIOD_NAMES,
  parseTimestamp,
  resolvePeriod,
  suggest,
  type TimeRange,
  type Weekday,
} from '@kagura/core';
import { usageError } from './cli-error';

/** The time a report is about, with the name that its title gives it. */
export interface ReportRange extends TimeRange {
  readonly label: string;
}

export interface RangeFlags {
  readonly period?: string;
  readonly since?: string;
  readonly until?: string;
  /** @default 'monday' */
  readonly weekStart?: Weekday;
}

export interface ZonedClock {
  readonly now: Date;
  readonly timeZone: string;
  readonly weekStart?: Weekday | undefined;
}

const ROLLING = /^(?:last_)?\d+[mhdw]$/i;

/**
 * The range that the flags name: a period, or everything between two times (half-open).
 *
 * @throws CliError for a period or time that is not understood, and for flags that contradict each other
 */
export function resolveRange(
  { period, since, until, weekStart }: RangeFlags,
  defaultPeriod: string,
  { now, timeZone }: ZonedClock,
): ReportRange {
  const clock = { now, timeZone, weekStart };
  if (since === undefined && until === undefined) {
    return periodRange(period ?? defaultPeriod, clock);
  }
  if (period !== undefined) {
    throw usageError(`--period and --${since === undefined ? 'until' : 'since'} cannot be used together.`);
  }
  const start = since === undefined ? undefined : resolveTime(since, 'since', clock);
  const end = until === undefined ? undefined : resolveTime(until, 'until', clock);
  if (start !== undefined && end !== undefined && start >= end) {
    throw usageError('--since must be before --until.');
  }
  return { start, end, label: rangeLabel({ start, end }, timeZone) };
}

function periodRange(period: string, clock: ZonedClock): ReportRange {
  try {
    return resolvePeriod(period, clock);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    const guess = suggest(period, PERIOD_NAMES);
    throw usageError(
      `Unknown period "${period}".${guess === undefined ? '' : `  Did you mean "${guess}"?`}`,
      `Valid: ${PERIOD_NAMES.join(' ')}\n       15m 24h 7d 12w · 2025 · 2025-10 · 2025-W42 · 2025-10-27`,
    );
  }
}

/**
 * A day as `--until` means its end; `2h` is two hours ago, whichever flag it is given to.
 *
 * @throws CliError for a time that is not understood
 */
export function resolveTime(text: string, flag: 'since' | 'until' | 'at', clock: ZonedClock): Date {
  if (text === 'now') {
    return clock.now;
  }
  const instant = parseTimestamp(text, clock.timeZone);
  if (instant !== undefined) {
    return instant;
  }
  try {
    const { start, end } = resolvePeriod(text, clock);
    return flag !== 'until' || ROLLING.test(text) ? start : end;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    throw usageError(
      `Cannot read --${flag} "${text}".`,
      'Use a day (2025-10-27, today), a time (2025-10-27T14:00, now), or how long ago (2h, 7d).',
    );
  }
}

/** Days where the range is made of whole days, else times to the minute. */
function rangeLabel({ start, end }: TimeRange, timeZone: string): string {
  const text = (date: Date): string => formatTimestamp(date, timeZone);
  const isWholeDays = [start, end].every((date) => date === undefined || text(date).endsWith('00:00:00'));
  const length = isWholeDays ? 10 : 16;
  const first = start && text(start).slice(0, length);
  // The last whole day is the one before the end.
  const last = end && text(isWholeDays ? new Date(end.getTime() - 1) : end).slice(0, length);
  return last === undefined ? `since ${first}` : first === undefined ? `until ${last}` : `${first} – ${last}`;
}
