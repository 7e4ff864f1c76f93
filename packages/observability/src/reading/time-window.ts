import { ConfigurationError, formatTimestamp, resolvePeriod, type TimeRange } from '@kagura/core';
import type { ReadingSource } from './reading-source';

/** Which calls, by when they started: a period, or a range whose missing side has no bound. All when empty. */
export interface TimeSelection {
  /** For example `today`, `this_month`, `7d`, `2025-10`, `2025-W42` or `2025-10-27`. */
  readonly period?: string | undefined;
  /** First instant. */
  readonly start?: Date | undefined;
  /** First instant after. */
  readonly end?: Date | undefined;
}

/** A range of time and its name. */
export interface TimeWindow {
  /** For example `2025-10`. */
  readonly label: string;
  /** First instant; `null` when it has no beginning. */
  readonly start: Date | null;
  /** First instant after; `null` when it has no end. */
  readonly end: Date | null;
}

/** @throws ConfigurationError for an unknown period, a period beside a range, and a range that cannot be */
export function resolveWindow({ period, start, end }: TimeSelection, source: ReadingSource): TimeWindow {
  const { timeZone } = source;
  if (start === undefined && end === undefined) {
    return resolvePeriod(period ?? 'all', { now: source.now(), timeZone });
  }
  if (period !== undefined) {
    throw new ConfigurationError(`Give either the period ("${period}") or start and end, not both.`);
  }
  checkRange({ start, end });
  return { label: rangeLabel({ start, end }, timeZone), start: start ?? null, end: end ?? null };
}

export function toTimeRange({ start, end }: TimeWindow): TimeRange {
  return { start: start ?? undefined, end: end ?? undefined };
}

/** @throws ConfigurationError for an invalid date, and for a range that ends before it starts */
export function checkRange({ start, end }: TimeRange): void {
  for (const date of [start, end]) {
    if (date !== undefined && Number.isNaN(date.getTime())) {
      throw new ConfigurationError('A range of time needs valid dates: one of these is not.');
    }
  }
  if (start !== undefined && end !== undefined && start > end) {
    throw new ConfigurationError(
      `The range ends (${end.toISOString()}) before it starts (${start.toISOString()}).`,
    );
  }
}

function rangeLabel({ start, end }: TimeRange, timeZone: string): string {
  const first = start && formatTimestamp(start, timeZone);
  const last = end && formatTimestamp(end, timeZone);
  return last === undefined ? `since ${first}` : first === undefined ? `until ${last}` : `${first} – ${last}`;
}
