import type { CostTotals } from '@kagura/core';

const NANO_PER_USD = 1e9;

/** Dollars as a JSON number. The quotient is rounded once, so it prints with at most nine decimals. */
export function usdNumber(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : nanoUsd / NANO_PER_USD;
}

/** The money fields of every JSON object that sums model calls. */
export function costFields(totals: CostTotals): Record<string, unknown> {
  return {
    cost_usd: usdNumber(totals.nanoUsd),
    cost_status: totals.status,
    priced_calls: totals.pricedCalls,
    total_calls: totals.calls,
  };
}

export function tokenFields(totals: CostTotals): Record<string, number> {
  return {
    input: totals.inputTokens,
    output: totals.outputTokens,
    cached: totals.cachedReadTokens,
    cache_write: totals.cacheWriteTokens,
    reasoning: totals.reasoningTokens,
    total: totals.inputTokens + totals.outputTokens,
  };
}
