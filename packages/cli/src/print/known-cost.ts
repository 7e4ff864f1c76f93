import type { AgentStats, CostTotals } from '@kagura/core';

/** An agent without a single model call has an unknown cost, not none: its calls may have gone unseen. */
export function knownCost({ cost }: AgentStats): CostTotals {
  return cost.calls === 0 ? { ...cost, nanoUsd: null, status: 'unpriced' } : cost;
}
