import type { AgentStats, LatencyStats } from '@kagura/core';
import { toUsd } from './cost-summary';

/** How one agent performs. Latency is that of its calls that track it; tokens and cost are its own model calls'. */
export interface Stats extends LatencyStats {
  readonly agent: string;
  readonly totalCalls: number;
  readonly errors: number;
  /** 0 to 1; `null` without calls. */
  readonly successRate: number | null;
  /** Calls per minute between the first call's start and the last call's end; `null` when that is no time at all. */
  readonly callsPerMinute: number | null;
  /** Output tokens per second of model-call time; `null` when either is unknown. */
  readonly tokensPerSecond: number | null;
  /** US dollars of its own model calls; `null` when none of them has a price, or no usage was seen. */
  readonly totalCost: number | null;
  /** All input, cache reads and cache writes included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedReadTokens: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

const NEVER_CALLED = {
  totalCalls: 0,
  errors: 0,
  successRate: null,
  avgLatencyMs: null,
  p50LatencyMs: null,
  p90LatencyMs: null,
  p95LatencyMs: null,
  p99LatencyMs: null,
  maxLatencyMs: null,
  percentilesExact: true,
  callsPerMinute: null,
  tokensPerSecond: null,
  totalCost: null,
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  firstAt: null,
  lastAt: null,
} as const satisfies Omit<Stats, 'agent'>;

/** @param stats `undefined` for an agent without calls */
export function toStats(agent: string, stats: AgentStats | undefined): Stats {
  if (stats === undefined) return { agent, ...NEVER_CALLED };
  const { cost, ...performance } = stats;
  return {
    ...performance,
    agent,
    totalCost: toUsd(cost.nanoUsd),
    inputTokens: cost.inputTokens,
    outputTokens: cost.outputTokens,
    cachedReadTokens: cost.cachedReadTokens,
  };
}
