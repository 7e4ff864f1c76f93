import type { SpanRecord } from './span-record';

const MICROSECONDS_PER_SECOND = 1_000_000;

/**
 * Output tokens by the seconds of the whole model call, the wait for the first of them included, as the statistics of an
 * agent have it. `null` where tokens or time are unknown, or the time says nothing.
 */
export function outputTokensPerSecond({
  usage,
  durationUs,
  latencyTracked,
}: Pick<SpanRecord, 'usage' | 'durationUs' | 'latencyTracked'>): number | null {
  const tokens = usage?.outputTokens;
  if (tokens === undefined || !latencyTracked || durationUs <= 0) return null;
  return tokens / (durationUs / MICROSECONDS_PER_SECOND);
}
