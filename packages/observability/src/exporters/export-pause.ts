const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Statuses that say nothing against the batch: another time it may be taken. */
const TEMPORARY = new Set([408, 429]);

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time. Not at all where the
 * endpoint is there and refuses what was in the request, since it may take the next.
 */
export function pauseAfter(error: unknown, failures: number): number {
  const status = (error as { readonly code?: unknown } | null | undefined)?.code;
  const isRefused = typeof status === 'number' && status >= 400 && status < 500 && !TEMPORARY.has(status);
  return isRefused ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}
