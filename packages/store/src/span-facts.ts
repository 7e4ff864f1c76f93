import type { SqliteValue } from './driver';
import type { Measure } from './measures';
import { SPAN_COLUMNS } from './span-row';

/** Place of each column among the values of a row. */
const AT = Object.fromEntries(SPAN_COLUMNS.map((column, index) => [column, index]));

const placeOf = (column: string): number => AT[column] ?? Number.NaN;

const STATUS = placeOf('status');
const START = placeOf('start_us');
const DURATION = placeOf('duration_us');
const TRACKED = placeOf('latency_tracked');
const SILENT = placeOf('usage_missing');
const COST_STATUS = placeOf('cost_status');
const COST = placeOf('cost_nano');
const INPUT_COST = placeOf('input_nano');
const CACHED_READ_COST = placeOf('cached_read_nano');
const CACHE_WRITE_COST = placeOf('cache_write_nano');
const OUTPUT_COST = placeOf('output_nano');
const FEES = placeOf('fees_nano');
const INPUT = placeOf('input_tokens');
const CACHED_READ = placeOf('cached_read_tokens');
const CACHE_WRITE = placeOf('cache_write_tokens');
const OUTPUT = placeOf('output_tokens');
const REASONING = placeOf('reasoning_tokens');

/**
 * What a row adds to every sum, from the values that are written: the view `span_fact` in TypeScript. Summing here
 * costs less than having SQLite read the rows of a batch again, once for the hour and once for the day.
 */
export function spanFacts(row: readonly SqliteValue[]): Readonly<Record<Measure, number>> {
  const isError = row[STATUS] === 'error';
  const isPriced = row[COST] !== null;
  const hasCost = row[COST_STATUS] !== null;
  const isTracked = row[TRACKED] === 1;
  const isTimed = isTracked && row[STATUS] === 'ok';
  const start = Number(row[START]);
  const duration = Number(row[DURATION]);
  const tokens = { input: Number(row[INPUT]), output: Number(row[OUTPUT]) };
  return {
    calls: 1,
    errors: isError ? 1 : 0,
    silent_calls: Number(row[SILENT]),
    priced_calls: isPriced ? 1 : 0,
    unpriced_calls: !isPriced && (hasCost || row[STATUS] === 'ok') ? 1 : 0,
    estimated_calls: row[COST_STATUS] === 'estimated' ? 1 : 0,
    failed_calls: !hasCost && isError ? 1 : 0,
    split_calls: isPriced && row[INPUT_COST] !== null ? 1 : 0,
    input_tokens: tokens.input,
    cached_read_tokens: Number(row[CACHED_READ]),
    cache_write_tokens: Number(row[CACHE_WRITE]),
    output_tokens: tokens.output,
    reasoning_tokens: Number(row[REASONING]),
    unpriced_tokens: isPriced ? 0 : tokens.input + tokens.output,
    cost_nano: Number(row[COST]),
    input_nano: Number(row[INPUT_COST]),
    cached_read_nano: Number(row[CACHED_READ_COST]),
    cache_write_nano: Number(row[CACHE_WRITE_COST]),
    output_nano: Number(row[OUTPUT_COST]),
    fees_nano: Number(row[FEES]),
    latency_calls: isTracked ? 1 : 0,
    latency_sum_us: isTracked ? duration : 0,
    latency_max_us: isTracked ? duration : 0,
    timed_output_tokens: isTimed ? tokens.output : 0,
    timed_output_us: isTimed && row[OUTPUT] !== null ? duration : 0,
    first_start_us: start,
    last_start_us: start,
    last_end_us: start + duration,
  };
}
