/** Columns by which the rollups are keyed besides the time, and calls can be filtered and grouped. */
export const DIMENSIONS = ['kind', 'agent', 'model', 'provider', 'service', 'environment'] as const;

/** How each column of `span_fact` and of the rollups is put together over several rows. */
const MEASURES = {
  calls: 'sum',
  errors: 'sum',
  silent_calls: 'sum',
  priced_calls: 'sum',
  unpriced_calls: 'sum',
  estimated_calls: 'sum',
  failed_calls: 'sum',
  split_calls: 'sum',
  input_tokens: 'sum',
  cached_read_tokens: 'sum',
  cache_write_tokens: 'sum',
  output_tokens: 'sum',
  reasoning_tokens: 'sum',
  unpriced_tokens: 'sum',
  cost_nano: 'sum',
  input_nano: 'sum',
  cached_read_nano: 'sum',
  cache_write_nano: 'sum',
  output_nano: 'sum',
  fees_nano: 'sum',
  latency_calls: 'sum',
  latency_sum_us: 'sum',
  latency_max_us: 'max',
  timed_output_tokens: 'sum',
  timed_output_us: 'sum',
  first_start_us: 'min',
  last_start_us: 'max',
  last_end_us: 'max',
} as const;

export type Measure = keyof typeof MEASURES;

export const ALL_MEASURES = Object.keys(MEASURES) as Measure[];

/** Those that can be taken away again. */
export const SUMMED_MEASURES = ALL_MEASURES.filter((measure) => MEASURES[measure] === 'sum');

/** One value put together of two. */
export function combine(measure: Measure, a: number, b: number): number {
  const how = MEASURES[measure];
  if (how === 'sum') return a + b;
  return how === 'max' ? Math.max(a, b) : Math.min(a, b);
}

/** `sum(calls) AS calls, max(last_end_us) AS last_end_us`, and so on. */
export function aggregates(measures: readonly Measure[]): string {
  return measures.map((measure) => `${MEASURES[measure]}(${measure}) AS ${measure}`).join(', ');
}

/** `calls = calls + excluded.calls, last_end_us = max(last_end_us, excluded.last_end_us)`, and so on. */
export function mergeExcluded(measures: readonly Measure[]): string {
  return measures.map((measure) => `${measure} = ${merged(measure)}`).join(', ');
}

function merged(measure: Measure): string {
  const how = MEASURES[measure];
  return how === 'sum' ? `${measure} + excluded.${measure}` : `${how}(${measure}, excluded.${measure})`;
}
