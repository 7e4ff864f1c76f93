/**
 * Tokens and billable requests of one model call. Totals are inclusive: `inputTokens` holds cache reads and
 * writes, `outputTokens` holds reasoning. `undefined` means unknown, never 0.
 */
export interface Usage {
  /** All input tokens, cache reads and cache writes included. */
  readonly inputTokens?: number | undefined;
  /** Part of `inputTokens` that was read from the provider's prompt cache. */
  readonly cachedReadTokens?: number | undefined;
  /** Part of `cachedReadTokens` that is audio. */
  readonly cachedReadAudioTokens?: number | undefined;
  /** Part of `inputTokens` that was written to the provider's prompt cache, whatever its lifetime. */
  readonly cacheWriteTokens?: number | undefined;
  /** Part of `cacheWriteTokens` written with the one-hour lifetime. */
  readonly cacheWrite1hTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens?: number | undefined;
  /** Part of `inputTokens` that is audio, from the cache or not. */
  readonly inputAudioTokens?: number | undefined;
  /** Part of `outputTokens` that is audio. */
  readonly outputAudioTokens?: number | undefined;
  /** Part of `inputTokens` that is image. */
  readonly inputImageTokens?: number | undefined;
  /** Part of `outputTokens` that is image. */
  readonly outputImageTokens?: number | undefined;
  /** Seconds of audio that were transcribed, where the provider bills time instead of tokens. */
  readonly inputAudioSeconds?: number | undefined;
  /** Web searches billed per request. */
  readonly webSearchRequests?: number | undefined;
  /** Pages of documents that were read, where the provider bills pages instead of tokens. */
  readonly inputPages?: number | undefined;
}

/** What one response, stream or span says about the model call behind it. */
export interface UsageReading {
  /** OpenTelemetry `gen_ai.provider.name`, for example `openai`. */
  readonly provider?: string | undefined;
  /** The model that answered, as the provider names it. */
  readonly model?: string | undefined;
  readonly responseId?: string | undefined;
  readonly finishReason?: string | undefined;
  /** How the call was billed: `batch`, `flex`, `priority`, … */
  readonly serviceTier?: string | undefined;
  /** `fast` where the provider bills a fast mode. */
  readonly speed?: string | undefined;
  /** Region the inference was pinned to where that changes the price, for example `us`. */
  readonly geo?: string | undefined;
  /** Location of the endpoint, for example `europe-west1`, where its address tells one that can have its own price. */
  readonly location?: string | undefined;
  readonly usage: Usage;
  /** US dollars the provider itself says it charged. */
  readonly reportedCostUsd?: number | undefined;
  /** Name of the shape that was recognised, for example `openai-chat`. */
  readonly shape: string;
  /**
   * True when the stream behind this reading ended before the provider had said everything, or when it stands for
   * several calls of which some did not say what they used.
   */
  readonly partial?: boolean | undefined;
  /**
   * True when a part is larger than its total, such as more cached than input tokens. The counts are kept as they
   * were reported: which of them is wrong cannot be known.
   */
  readonly inconsistent?: boolean | undefined;
}

/** What the caller already knows about a response; settles shapes that look alike. */
export interface UsageHint {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/** Where the token counts of a call came from. */
export type UsageSource = 'reported' | 'estimated' | 'partial';
