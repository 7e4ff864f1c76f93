import type { CostTotals, CostTotalsStatus } from '@kagura/core';
import type { Measure } from '../measures';

/** What `costTotalsOf` needs of each group of model calls. */
export const COST_MEASURES = [
  'calls',
  'priced_calls',
  'unpriced_calls',
  'estimated_calls',
  'failed_calls',
  'split_calls',
  'cost_nano',
  'input_nano',
  'cached_read_nano',
  'cache_write_nano',
  'output_nano',
  'fees_nano',
  'input_tokens',
  'cached_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies readonly Measure[];

export type CostFacts = Readonly<Record<(typeof COST_MEASURES)[number], number>>;

export const NO_COST_FACTS = Object.fromEntries(COST_MEASURES.map((measure) => [measure, 0])) as CostFacts;

export function costTotalsOf(facts: CostFacts): CostTotals {
  const isPriced = facts.priced_calls > 0 || facts.calls === 0;
  // A share is unknown as soon as one price came without its parts; a sum of the others would not add up.
  const isSplit = isPriced && facts.split_calls === facts.priced_calls;
  const share = (nano: number) => (isSplit ? nano : null);
  return {
    calls: facts.calls,
    pricedCalls: facts.priced_calls,
    unpricedCalls: facts.unpriced_calls,
    estimatedCalls: facts.estimated_calls,
    failedCalls: facts.failed_calls,
    status: statusOf(facts),
    nanoUsd: isPriced ? facts.cost_nano : null,
    inputNanoUsd: share(facts.input_nano),
    cachedReadNanoUsd: share(facts.cached_read_nano),
    cacheWriteNanoUsd: share(facts.cache_write_nano),
    outputNanoUsd: share(facts.output_nano),
    feesNanoUsd: share(facts.fees_nano),
    inputTokens: facts.input_tokens,
    cachedReadTokens: facts.cached_read_tokens,
    cacheWriteTokens: facts.cache_write_tokens,
    outputTokens: facts.output_tokens,
    reasoningTokens: facts.reasoning_tokens,
  };
}

function statusOf(facts: CostFacts): CostTotalsStatus {
  if (facts.priced_calls === 0 && facts.calls > 0) return 'unpriced';
  if (facts.unpriced_calls > 0) return 'partial';
  return facts.estimated_calls > 0 ? 'estimated' : 'exact';
}
