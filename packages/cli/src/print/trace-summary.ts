import { type CostTotals, type StoredSpan, type StoredTrace, sumCosts, sumTokens } from '@kagura/core';

/** A sum over model calls. `complete` is false where calls that did not fail leave it out. */
export interface TokenSum {
  readonly value: number;
  readonly complete: boolean;
}

/** Sums over all model calls of an invocation; tokens are `null` where no call reports any. */
export interface TraceSummary {
  readonly cost: CostTotals;
  readonly inputTokens: TokenSum | null;
  readonly outputTokens: TokenSum | null;
}

export function summarizeTrace(trace: StoredTrace): TraceSummary {
  const calls = modelCallsOf(trace);
  return {
    cost: sumCosts(calls),
    inputTokens: tokenSum(calls, 'inputTokens'),
    outputTokens: tokenSum(calls, 'outputTokens'),
  };
}

export function modelCallsOf({ root, descendants }: StoredTrace): StoredSpan[] {
  return [root, ...descendants].filter((span) => span.kind === 'model');
}

function tokenSum(calls: readonly StoredSpan[], kind: 'inputTokens' | 'outputTokens'): TokenSum | null {
  const value = sumTokens(calls, kind);
  const complete = calls.every((call) => call.status === 'error' || call.usage?.[kind] !== undefined);
  return value === null ? null : { value, complete };
}
