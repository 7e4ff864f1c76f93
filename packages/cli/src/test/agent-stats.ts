import type { AgentStats, CostTotals } from '@kagura/core';

/** Totals of exactly priced calls, where nothing else is given. */
export function costTotals(fields: Partial<CostTotals> = {}): CostTotals {
  const { calls = 10, nanoUsd = 12_450_000_000 } = fields;
  return {
    calls,
    pricedCalls: calls,
    unpricedCalls: 0,
    estimatedCalls: 0,
    failedCalls: 0,
    status: 'exact',
    nanoUsd,
    inputNanoUsd: nanoUsd,
    cachedReadNanoUsd: 0,
    cacheWriteNanoUsd: 0,
    outputNanoUsd: 0,
    feesNanoUsd: 0,
    inputTokens: 0,
    cachedReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    ...fields,
  };
}

export function agentStats(fields: Partial<AgentStats> = {}): AgentStats {
  return {
    agent: 'my_agent',
    totalCalls: 10,
    errors: 0,
    successRate: 1,
    callsPerMinute: null,
    tokensPerSecond: null,
    avgLatencyMs: 245.4,
    p50LatencyMs: 200,
    p90LatencyMs: 400,
    p95LatencyMs: 520,
    p99LatencyMs: 600,
    maxLatencyMs: 700,
    percentilesExact: true,
    cost: costTotals(),
    firstAt: null,
    lastAt: null,
    ...fields,
  };
}
