/**
 * How complete a sum is: `exact` every call is priced from reported usage; `estimated` every call is priced, some
 * from estimates; `partial` some calls have no price; `unpriced` none has one.
 */
export type CostTotalsStatus = 'exact' | 'estimated' | 'partial' | 'unpriced';

/** Sums over model calls. Money is in integer nano-dollars; `null` when no call is priced although there are calls. */
export interface CostTotals {
  readonly calls: number;
  readonly pricedCalls: number;
  readonly unpricedCalls: number;
  readonly estimatedCalls: number;
  /** Failed without usage: nothing to price, and not counted as unpriced. */
  readonly failedCalls: number;
  readonly status: CostTotalsStatus;
  readonly nanoUsd: number | null;
  /** Share of `nanoUsd` for all input, cache reads and writes included. */
  readonly inputNanoUsd: number | null;
  /** Part of `inputNanoUsd` for cache reads. */
  readonly cachedReadNanoUsd: number | null;
  /** Part of `inputNanoUsd` for cache writes. */
  readonly cacheWriteNanoUsd: number | null;
  readonly outputNanoUsd: number | null;
  /** Share for fees per request and per search; input + output + fees is the total. */
  readonly feesNanoUsd: number | null;
  readonly inputTokens: number;
  readonly cachedReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export type CostDimension = 'agent' | 'model' | 'provider' | 'day';

/** Totals of one value of a dimension: an agent's name (`null`: no agent), a model (`null`: unknown), a day `2025-10-04`. */
export interface CostGroup {
  readonly key: string | null;
  readonly totals: CostTotals;
}

/** Model calls that could not be priced, by model. */
export interface UnpricedModel {
  readonly model: string | null;
  readonly provider: string | null;
  readonly calls: number;
  readonly tokens: number;
}
