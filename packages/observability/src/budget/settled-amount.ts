import type { BudgetedCall, Cost, SpanStatus, UsageReading } from '@kagura/core';
import { type CallEstimator, fallbackCost } from './call-estimate';
import type { FailureCharge } from './failed-call';
import type { Hold } from './hold';

/** A model call that has ended, as budgets need to know it. */
export interface FinishedCall {
  readonly callId: string;
  readonly target: BudgetedCall;
  readonly status: SpanStatus;
  readonly reading: UsageReading | undefined;
  readonly cost: Cost | null;
  /** Of a call that failed. */
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
  const { cost, reading } = call;
  const known = cost?.nanoUsd ?? fallbackOf(call, hold);
  if (known !== undefined && reading?.partial !== true) return known;
  if (hold === undefined) return known;
  if (call.status === 'error' && known === undefined && hold.streamedTokens === 0)
    return call.failure === 'nothing' ? 0 : hold.estimate.inputNanoUsd;
  if (call.status === 'ok' && reading === undefined && hold.streamedTokens === 0) return hold.heldNanoUsd;
  // A stream that ended early: its input, and what has been seen of its output.
  const streamed = estimator.costOfOutput(hold.plan, hold.streamedTokens) ?? 0;
  return Math.max(known ?? 0, Math.min(hold.estimate.inputNanoUsd + streamed, hold.heldNanoUsd));
}

/** By the price that a budget gives to models without one. */
function fallbackOf({ reading }: FinishedCall, hold: Hold | undefined): number | undefined {
  const { inputTokens, outputTokens } = reading?.usage ?? {};
  if (hold === undefined || (inputTokens === undefined && outputTokens === undefined)) return undefined;
  const tokens = { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 };
  const prices = hold.budgets.flatMap(({ fallbackPrice }) => fallbackCost(fallbackPrice, tokens) ?? []);
  return prices.length === 0 ? undefined : Math.max(...prices);
}
