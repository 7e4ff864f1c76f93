import type { Usage, UsageSource } from '@kagura/core';
import type { SqliteValue } from './driver';

/** Column of each count of `Usage`. */
const COUNTS = {
  input_tokens: 'inputTokens',
  cached_read_tokens: 'cachedReadTokens',
  cached_read_audio_tokens: 'cachedReadAudioTokens',
  cache_write_tokens: 'cacheWriteTokens',
  cache_write_1h_tokens: 'cacheWrite1hTokens',
  output_tokens: 'outputTokens',
  reasoning_tokens: 'reasoningTokens',
  input_audio_tokens: 'inputAudioTokens',
  output_audio_tokens: 'outputAudioTokens',
  input_image_tokens: 'inputImageTokens',
  output_image_tokens: 'outputImageTokens',
  input_audio_seconds: 'inputAudioSeconds',
  web_search_requests: 'webSearchRequests',
  input_pages: 'inputPages',
} as const satisfies Record<string, keyof Usage>;

type CountColumn = keyof typeof COUNTS;

const COUNT_ENTRIES = Object.entries(COUNTS) as [CountColumn, keyof Usage][];

export const USAGE_COLUMNS: readonly string[] = ['usage_source', ...Object.keys(COUNTS)];

export type UsageRow = Readonly<Record<CountColumn, number | null>> & {
  readonly usage_source: UsageSource | null;
};

const NO_USAGE: readonly SqliteValue[] = USAGE_COLUMNS.map(() => null);

/** In the order of `USAGE_COLUMNS`. */
export function usageValues(usage: Usage | null, source: UsageSource | null): readonly SqliteValue[] {
  if (!usage) return NO_USAGE;
  return [source, ...COUNT_ENTRIES.map(([, key]) => usage[key] ?? null)];
}

export function usageOf(row: UsageRow): Usage | null {
  const known = COUNT_ENTRIES.filter(([column]) => row[column] !== null);
  if (known.length === 0 && row.usage_source === null) return null;
  return Object.fromEntries(known.map(([column, key]) => [key, row[column]]));
}
