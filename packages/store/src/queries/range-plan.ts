import type { TimeRange } from '@kagura/core';

/** Half-open range of numbers: `from <= x < to`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A range of start times in whole days and hours, answered from the sums, and the rest, answered from the spans. */
export interface RangePlan {
  /** Whole UTC days, in seconds since the epoch; none is empty. */
  readonly days: readonly Interval[];
  /** Whole hours besides those days, in seconds since the epoch; none is empty. */
  readonly hours: readonly Interval[];
  /** In microseconds since the epoch; none is empty. */
  readonly edges: readonly Interval[];
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Farthest hours that can be asked for: an unbounded side reaches them. Both are whole days. */
const FIRST_HOUR = -8.64e15 / HOUR_MS;
const LAST_HOUR = 8.64e15 / HOUR_MS;

export function planRange(range: TimeRange): RangePlan {
  const start = range.start?.getTime() ?? FIRST_HOUR * HOUR_MS;
  const end = range.end?.getTime() ?? LAST_HOUR * HOUR_MS;
  const hours = whole({ from: start, to: end }, HOUR_MS);
  if (!hours) return { days: [], hours: [], edges: nonEmpty([interval(start, end, 1_000)]) };
  const edges = nonEmpty([
    interval(start, hours.from * HOUR_MS, 1_000),
    interval(hours.to * HOUR_MS, end, 1_000),
  ]);
  const days = whole(hours, DAY_HOURS);
  if (!days) return { days: [], hours: nonEmpty([interval(hours.from, hours.to, 3_600)]), edges };
  return {
    days: nonEmpty([interval(days.from, days.to, 86_400)]),
    hours: nonEmpty([
      interval(hours.from, days.from * DAY_HOURS, 3_600),
      interval(days.to * DAY_HOURS, hours.to, 3_600),
    ]),
    edges,
  };
}

/** The same range from the spans alone, for questions that the sums cannot answer. */
export function spansOf({ start, end }: TimeRange): RangePlan {
  const from = start?.getTime() ?? FIRST_HOUR * HOUR_MS;
  const to = end?.getTime() ?? LAST_HOUR * HOUR_MS;
  return { days: [], hours: [], edges: nonEmpty([interval(from, to, 1_000)]) };
}

/** The whole stretches of that length inside, counted from the epoch; `undefined` where they would end before they begin. */
function whole({ from, to }: Interval, length: number): Interval | undefined {
  const stretches = { from: Math.ceil(from / length), to: Math.floor(to / length) };
  return stretches.from <= stretches.to ? stretches : undefined;
}

function interval(from: number, to: number, unit: number): Interval {
  return { from: from * unit, to: to * unit };
}

function nonEmpty(intervals: readonly Interval[]): readonly Interval[] {
  return intervals.filter(({ from, to }) => from < to);
}
