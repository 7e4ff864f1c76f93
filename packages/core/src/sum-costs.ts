import type { CostTotals, CostTotalsStatus } from './cost-totals';
import type { StoredCost, StoredSpan } from './trace';

/** A kind of tokens that {@link CostTotals} and `Usage` name alike. */
export type TokenKind =
  | 'inputTokens'
  | 'cachedReadTokens'
  | 'cacheWriteTokens'
  | 'outputTokens'
  | 'reasoningTokens';

/**
 * What the model calls of one trace cost together. Without a priced call the sum is unknown: a trace in which no
 * model call was seen may have cost something all the same.
 */
export function sumCosts(modelCalls: readonly StoredSpan[]): CostTotals {
  const priced = modelCalls.flatMap(({ cost }) => (cost !== null && cost.nanoUsd !== null ? [cost] : []));
  const failedCalls = modelCalls.filter(failedUnbilled).length;
  const estimatedCalls = priced.filter((cost) => cost.status === 'estimated').length;
  const unpricedCalls = modelCalls.length - failedCalls - priced.length;
  return {
    calls: modelCalls.length,
    pricedCalls: priced.length,
    unpricedCalls,
    estimatedCalls,
    failedCalls,
    status: statusOf({ pricedCalls: priced.length, unpricedCalls, estimatedCalls }),
    nanoUsd: sumAll(priced, (cost) => cost.nanoUsd),
    inputNanoUsd: sumAll(priced, (cost) => cost.inputNanoUsd),
    cachedReadNanoUsd: sumAll(priced, (cost) => cost.cachedReadNanoUsd),
    cacheWriteNanoUsd: sumAll(priced, (cost) => cost.cacheWriteNanoUsd),
    outputNanoUsd: sumAll(priced, (cost) => cost.outputNanoUsd),
    feesNanoUsd: sumAll(priced, (cost) => cost.feesNanoUsd),
    inputTokens: sumTokens(modelCalls, 'inputTokens') ?? 0,
    cachedReadTokens: sumTokens(modelCalls, 'cachedReadTokens') ?? 0,
    cacheWriteTokens: sumTokens(modelCalls, 'cacheWriteTokens') ?? 0,
    outputTokens: sumTokens(modelCalls, 'outputTokens') ?? 0,
    reasoningTokens: sumTokens(modelCalls, 'reasoningTokens') ?? 0,
  };
}

/** Tokens over the calls that report them; `null` when none does. */
export function sumTokens(modelCalls: readonly StoredSpan[], kind: TokenKind): number | null {
  const known = modelCalls.flatMap(({ usage }) => usage?.[kind] ?? []);
  return known.length === 0 ? null : known.reduce((sum, tokens) => sum + tokens, 0);
}

/** Whether a call ended before there was anything to bill. */
function failedUnbilled({ cost, status }: StoredSpan): boolean {
  return cost === null && status === 'error';
}

/** `null` without costs, and as soon as one of them is not known: the rest would not add up. */
function sumAll(costs: readonly StoredCost[], amount: (cost: StoredCost) => number | null): number | null {
  const known = costs.flatMap((cost) => amount(cost) ?? []);
  return costs.length === 0 || known.length < costs.length
    ? null
    : known.reduce((sum, nanoUsd) => sum + nanoUsd, 0);
}

function statusOf(
  counts: Pick<CostTotals, 'pricedCalls' | 'unpricedCalls' | 'estimatedCalls'>,
): CostTotalsStatus {
  if (counts.pricedCalls === 0) {
    return 'unpriced';
  }
  if (counts.unpricedCalls > 0) {
    return 'partial';
  }
  return counts.estimatedCalls > 0 ? 'estimated' : 'exact';
}
