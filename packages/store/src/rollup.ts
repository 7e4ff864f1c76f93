import type { SqliteValue } from './driver';
import { ALL_MEASURES, DIMENSIONS } from './measures';

/** A table of sums by a stretch of UTC time and by everything that can be filtered on. */
export interface Rollup {
  readonly table: 'rollup_hour' | 'rollup_day';
  /** Its column with the start of the stretch, in seconds since the epoch; `span_fact` has it too. */
  readonly time: 'hour' | 'day';
  readonly seconds: number;
}

export const HOURS: Rollup = { table: 'rollup_hour', time: 'hour', seconds: 3_600 };
export const DAYS: Rollup = { table: 'rollup_day', time: 'day', seconds: 86_400 };

/** One row: start of the stretch, then the dimensions in their order. */
export type RollupKey = readonly [seconds: number, ...dimensions: SqliteValue[]];

/** Start of the stretch in which an instant lies, both in seconds since the epoch. */
export function startOf({ seconds }: Rollup, instant: number): number {
  return Math.floor(instant / seconds) * seconds;
}

/** Columns in the order of a row: key, measures, latency. */
export function columnsOf({ time }: Rollup): string {
  return [time, ...DIMENSIONS, ...ALL_MEASURES, 'latency'].join(', ');
}

/** `WHERE` of one row, for a `RollupKey`. */
export function whereKey({ time }: Rollup): string {
  return `WHERE ${[time, ...DIMENSIONS].map((column) => `${column} = ?`).join(' AND ')}`;
}
