import type { BudgetedCall, Cost, SpanStatus, UsageReading } from '@kagura/core';
import type { CallEstimator } from './call-estimate';
import type { FailureCharge } from './failed-call';
import type { Hold } from './hold';

/** A model call that has ended, as budgets need to know it. */
export interface FinishedCall {
  readonly callId: string;
  readonly target: BudgetedCall;
  readonly status: SpanStatus;
  /** How long it took, in whole milliseconds. */
  readonly durationMs: number;
  readonly reading: UsageReading | undefined;
  readonly cost: Cost | null;
  /** Of a call that failed, or that its reader has left. */
  readonly failure: FailureCharge | undefined;
}

/**
 * What a call has cost its budgets, in nano-dollars: what it cost where that is known, and otherwise what can be said.
 * 0 where it was certainly not charged, `undefined` where nothing is known and nothing was held.
 */
export function settledAmount(
  call: FinishedCall,
  hold: Hold | undefined,
  estimator: CallEstimator,
): number | undefined {
  const known = call.cost?.nanoUsd ?? unlistedCost(call, hold, estimator);
  if (hold === undefined || (known !== undefined && call.reading?.partial !== true)) return known;
  const { streamedTokens, heldNanoUsd, estimate } = hold;
  if (known === undefined && streamedTokens === 0) {
    if (call.failure === 'nothing') return 0;
    // An answer that tells no usage may have used all that was held for it.
    return call.failure === 'input' ? estimate.inputNanoUsd : heldNanoUsd;
  }
  // A stream that ended early: its input, and what has been seen of its output.
  const streamed = estimator.costOf(hold, { inputTokens: 0, outputTokens: streamedTokens }) ?? 0;
  return Math.max(known ?? 0, Math.min(estimate.inputNanoUsd + streamed, heldNanoUsd));
}

/** Of a model that the answer names and no price list does: by the one that was asked for, or by the budget's own price. */
function unlistedCost(
  { reading }: FinishedCall,
  hold: Hold | undefined,
  estimator: CallEstimator,
): number | undefined {
  const { inputTokens, outputTokens } = reading?.usage ?? {};
  if (!hold || !reading || (inputTokens === undefined && outputTokens === undefined)) return undefined;
  return estimator.costOf(hold, reading.usage);
}
