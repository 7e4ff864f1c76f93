import { type AgentStats, formatRfc3339 } from '@kagura/core';
import { costFields, tokenFields } from './json-money';

/** An agent's statistics as a JSON object; latencies in milliseconds. */
export function statsJson(stats: AgentStats, timeZone: string): Record<string, unknown> {
  const time = (date: Date | null): string | null => (date === null ? null : formatRfc3339(date, timeZone));
  return {
    agent: stats.agent,
    calls: stats.totalCalls,
    ok: stats.totalCalls - stats.errors,
    errors: stats.errors,
    success_rate: stats.successRate,
    calls_per_minute: stats.callsPerMinute,
    tokens_per_second: stats.tokensPerSecond,
    latency_ms: {
      avg: stats.avgLatencyMs,
      p50: stats.p50LatencyMs,
      p90: stats.p90LatencyMs,
      p95: stats.p95LatencyMs,
      p99: stats.p99LatencyMs,
      max: stats.maxLatencyMs,
      exact: stats.percentilesExact,
    },
    tokens: tokenFields(stats.cost),
    ...costFields(stats.cost),
    first_at: time(stats.firstAt),
    last_at: time(stats.lastAt),
  };
}
