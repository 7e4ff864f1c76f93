import { sumKnown } from './counts';

export interface InputCounts {
  readonly input: number | undefined;
  readonly cachedRead: number | undefined;
  readonly cacheWrite: number | undefined;
  /** Input that neither came from the cache nor went there, where the span says so. */
  readonly uncached?: number | undefined;
  /** Whether `input` contains the cached tokens, where that is known of the dialect. */
  readonly includesCache?: boolean | undefined;
}

/**
 * All input tokens, cached ones included. The first that applies: the uncached rest when it is given; what is known
 * of the dialect; counts that cannot be inclusive, because the cached ones are more than all; the conventions, which
 * ask for inclusive counts.
 */
export function inputTotal(counts: InputCounts): number | undefined {
  const { input, cachedRead, cacheWrite, uncached, includesCache } = counts;
  if (uncached !== undefined) {
    return sumKnown(uncached, cachedRead, cacheWrite);
  }
  if (input === undefined) {
    return undefined;
  }
  const inclusive = includesCache ?? (cachedRead ?? 0) + (cacheWrite ?? 0) <= input;
  return inclusive ? input : sumKnown(input, cachedRead, cacheWrite);
}
