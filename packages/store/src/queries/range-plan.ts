import type { TimeRange } from '@kagura/core';

/** Half-open range of numbers: `from <= x < to`. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A range of start times as whole hours, answered from the sums, and the rest, answered from the spans. */
export interface RangePlan {
  /** In seconds since the epoch. */
  readonly hours: Interval;
  /** In microseconds since the epoch; none is empty. */
  readonly edges: readonly Interval[];
}

const HOUR_MS = 3_600_000;

/** Farthest hours that can be asked for: an unbounded side reaches them. */
const FIRST_HOUR = Math.floor(-8.64e15 / HOUR_MS);
const LAST_HOUR = Math.ceil(8.64e15 / HOUR_MS);

export function planRange(range: TimeRange): RangePlan {
  const start = range.start?.getTime() ?? FIRST_HOUR * HOUR_MS;
  const end = range.end?.getTime() ?? LAST_HOUR * HOUR_MS;
  const firstHour = Math.ceil(start / HOUR_MS);
  const endHour = Math.floor(end / HOUR_MS);
  if (firstHour > endHour) return { hours: { from: 0, to: 0 }, edges: nonEmpty([microseconds(start, end)]) };
  return {
    hours: { from: firstHour * 3_600, to: endHour * 3_600 },
    edges: nonEmpty([microseconds(start, firstHour * HOUR_MS), microseconds(endHour * HOUR_MS, end)]),
  };
}

/** The same range from the spans alone, for questions that the sums cannot answer. */
export function toSpans({ hours, edges }: RangePlan): RangePlan {
  const whole = { from: hours.from * 1_000_000, to: hours.to * 1_000_000 };
  return { hours: { from: 0, to: 0 }, edges: nonEmpty([whole, ...edges]) };
}

function microseconds(fromMs: number, toMs: number): Interval {
  return { from: fromMs * 1_000, to: toMs * 1_000 };
}

function nonEmpty(spans: readonly Interval[]): readonly Interval[] {
  return spans.filter(({ from, to }) => from < to);
}
