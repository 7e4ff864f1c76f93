import type { CostTotals, CostTotalsStatus } from '@kagura/core';
import type { TimeWindow } from './time-window';

const NANO_PER_USD = 1_000_000_000;

/**
 * What model calls cost and used. Money is in US dollars, `null` where no call has a price although there are
 * calls; with `unpricedCalls` above 0 it is a lower bound. Tokens are summed over the calls that report them.
 */
export interface CostAmounts {
  readonly total: number | null;
  /** The total in integer nano-dollars (10⁻⁹ USD), for exact arithmetic. */
  readonly nanoUsd: number | null;
  /** All input, cache reads and cache writes included. */
  readonly inputTokens: number;
  readonly inputCost: number | null;
  /** All output, reasoning included. */
  readonly outputTokens: number;
  readonly outputCost: number | null;
  /** Part of the input that the provider read from its prompt cache. */
  readonly cachedReadTokens: number;
  readonly cachedReadCost: number | null;
  /** Part of the input that the provider wrote to its prompt cache. */
  readonly cacheWriteTokens: number;
  readonly cacheWriteCost: number | null;
  /** Part of the output; billed as output. */
  readonly reasoningTokens: number;
  /** Fees per request and per search: input, output and fees add up to the total. */
  readonly feesCost: number | null;
  readonly calls: number;
  readonly pricedCalls: number;
  readonly unpricedCalls: number;
  /** Priced from estimated or partial usage. */
  readonly estimatedCalls: number;
  /** Failed without usage: nothing to price. */
  readonly failedCalls: number;
  readonly status: CostTotalsStatus;
}

/** {@link CostAmounts} of the calls that started in a range of time. */
export interface CostSummary extends CostAmounts, TimeWindow {}

export function toCostAmounts(totals: CostTotals): CostAmounts {
  return {
    total: toUsd(totals.nanoUsd),
    nanoUsd: totals.nanoUsd,
    inputTokens: totals.inputTokens,
    inputCost: toUsd(totals.inputNanoUsd),
    outputTokens: totals.outputTokens,
    outputCost: toUsd(totals.outputNanoUsd),
    cachedReadTokens: totals.cachedReadTokens,
    cachedReadCost: toUsd(totals.cachedReadNanoUsd),
    cacheWriteTokens: totals.cacheWriteTokens,
    cacheWriteCost: toUsd(totals.cacheWriteNanoUsd),
    reasoningTokens: totals.reasoningTokens,
    feesCost: toUsd(totals.feesNanoUsd),
    calls: totals.calls,
    pricedCalls: totals.pricedCalls,
    unpricedCalls: totals.unpricedCalls,
    estimatedCalls: totals.estimatedCalls,
    failedCalls: totals.failedCalls,
    status: totals.status,
  };
}

/** The one place where integers become a floating-point number of dollars: the nearest one, never added to again. */
export function toUsd(nanoUsd: number): number;
export function toUsd(nanoUsd: number | null): number | null;
export function toUsd(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : nanoUsd / NANO_PER_USD;
}
