/** Whether a cost is known: `exact` from reported usage, `estimated` from estimated or partial usage, `unpriced` unknown. */
export type CostStatus = 'exact' | 'estimated' | 'unpriced';

/**
 * Why a call has no cost. `unknown_model`: no price for the model or for what it was used for; `missing_usage`: neither
 * an input nor an output count; `unknown_tier`: no price for how it was billed (batch, priority, …); `disabled`: asked for.
 */
export type UnpricedReason = 'unknown_model' | 'missing_usage' | 'unknown_tier' | 'disabled';

/**
 * Why a cost is an estimate. `estimated_usage`, `partial_usage`: the counts are; `missing_usage`: one of input and output,
 * which has a price, was not told; `inconsistent_usage`: a part is larger than its total; `unpriced_part`: searches or
 * seconds of audio, for which no price is known, are left out; `free_allowance`: some searches a day or month are free,
 * and no response tells whether these were, so they are charged.
 */
export type EstimateReason =
  | 'estimated_usage'
  | 'partial_usage'
  | 'missing_usage'
  | 'inconsistent_usage'
  | 'unpriced_part'
  | 'free_allowance';

export type CostPartKind =
  | 'input'
  | 'cache_read'
  | 'cache_read_audio'
  | 'cache_write'
  | 'cache_write_1h'
  | 'input_audio'
  | 'input_image'
  | 'output'
  | 'output_reasoning'
  | 'output_audio'
  | 'output_image'
  | 'audio_time'
  | 'page'
  | 'web_search'
  | 'request';

/** One line of the bill. The parts of a cost add up to its total, `usd` exactly and `nanoUsd` to the nano-dollar. */
export interface CostPart {
  /** Audio, image and reasoning tokens have a line of their own only where they have a price of their own. */
  readonly kind: CostPartKind;
  /** Tokens; requests for `web_search` and `request`, pages for `page`, seconds for `audio_time`. */
  readonly quantity: number;
  /** Exact decimal string in US dollars: per million tokens, per request, per page, per hour of audio. */
  readonly rateUsd: string;
  /** Exact decimal string in US dollars; time is charged to the millisecond and rounded up to 10⁻¹² USD. */
  readonly usd: string;
  /** This part's share of the rounded total, in nano-dollars (10⁻⁹ USD). */
  readonly nanoUsd: number;
}

/** Price of one model call. Unknown is `null`, never 0. */
export interface Cost {
  /** Exact decimal string in US dollars, or `null` when unpriced. */
  readonly usd: string | null;
  /** The exact cost rounded up once to whole nano-dollars (10⁻⁹ USD), or `null` when unpriced. */
  readonly nanoUsd: number | null;
  readonly parts: readonly CostPart[];
  readonly status: CostStatus;
  /** Why there is no price. */
  readonly reason?: UnpricedReason | undefined;
  /** Why the cost is `estimated`, the first that applies. */
  readonly estimateReason?: EstimateReason | undefined;
  readonly source: 'table' | 'override' | 'provider';
  /** Row of the price table that was applied, for example `openai/gpt-4o@2024-10-02`. */
  readonly priceId?: string | undefined;
  /** What the provider says it charged, in nano-dollars rounded up, where it said so. */
  readonly reportedNanoUsd?: number | undefined;
  /** What our price comes to, in nano-dollars, where `preferReported` lets the provider's own figure count instead. */
  readonly calculatedNanoUsd?: number | undefined;
  /** Version of the price table that was consulted. */
  readonly tableVersion: string;
}
