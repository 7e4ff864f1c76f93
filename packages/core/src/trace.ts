import type { SpanRecord } from './span-record';

/** A span as it was stored: what the record says, with the cost flattened to what the database keeps. */
export interface StoredSpan extends Omit<SpanRecord, 'cost'> {
  readonly cost: StoredCost | null;
}

/** Cost of one stored model call, in nano-dollars. */
export interface StoredCost {
  readonly nanoUsd: number | null;
  readonly inputNanoUsd: number | null;
  readonly cachedReadNanoUsd: number | null;
  readonly cacheWriteNanoUsd: number | null;
  readonly outputNanoUsd: number | null;
  readonly feesNanoUsd: number | null;
  readonly status: 'exact' | 'estimated' | 'unpriced';
  /** Why there is no price, or why it is an estimate. */
  readonly reason: string | null;
  readonly source: string;
  readonly priceId: string | null;
  readonly tableVersion: string;
  /** What the provider says it charged; `null` where it did not say. */
  readonly reportedNanoUsd: number | null;
  /** What our price comes to, where the provider's figure counts instead; else `null`. */
  readonly calculatedNanoUsd: number | null;
}

/** One invocation and everything below it. */
export interface StoredTrace {
  /** The span that was asked for: an agent's invocation, or another root. */
  readonly root: StoredSpan;
  /** Every span below the root, in order of start. */
  readonly descendants: readonly StoredSpan[];
}

/** One slow invocation of an agent. */
export interface SlowCall {
  readonly timestamp: Date;
  readonly latencyMs: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly status: 'ok' | 'error';
  /** JSON array of the arguments where prompts are logged, else `null`. */
  readonly input: string | null;
}
