import type { CostTotals } from './cost-totals';

/** Latency of the calls that track it, in milliseconds; `null` when there are none. */
export interface LatencyStats {
  readonly avgLatencyMs: number | null;
  readonly p50LatencyMs: number | null;
  readonly p90LatencyMs: number | null;
  readonly p95LatencyMs: number | null;
  readonly p99LatencyMs: number | null;
  readonly maxLatencyMs: number | null;
  /** False when the percentiles come from the histogram (relative error at most 1 %). */
  readonly percentilesExact: boolean;
}

/** What one agent did. `totalCalls` counts invocations; tokens and cost are those of its own model calls. */
export interface AgentStats extends LatencyStats {
  /** `null` for model calls made outside any agent. */
  readonly agent: string | null;
  readonly totalCalls: number;
  readonly errors: number;
  /** 0 to 1; `null` without calls. */
  readonly successRate: number | null;
  /** Calls per minute between the first call's start and the last call's end; `null` when that is no time at all. */
  readonly callsPerMinute: number | null;
  /** Output tokens per second of model-call time; `null` when either is unknown. */
  readonly tokensPerSecond: number | null;
  /** Unknown (`nanoUsd` is `null`) where the agent made no model call and some invocation told nothing of its usage. */
  readonly cost: CostTotals;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}
