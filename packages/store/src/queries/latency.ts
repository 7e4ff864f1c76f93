import type { LatencyStats } from '@kagura/core';
import type { Measure } from '../measures';
import type { Quantiles } from './quantiles';

/** What `latencyOf` needs of a group of calls. */
export const LATENCY_MEASURES = [
  'latency_calls',
  'latency_sum_us',
  'latency_max_us',
] as const satisfies readonly Measure[];

export type LatencyFacts = Readonly<Record<(typeof LATENCY_MEASURES)[number], number>>;

const NO_LATENCY: LatencyStats = {
  avgLatencyMs: null,
  p50LatencyMs: null,
  p90LatencyMs: null,
  p95LatencyMs: null,
  p99LatencyMs: null,
  maxLatencyMs: null,
  percentilesExact: true,
};

export function latencyOf(facts: LatencyFacts | undefined, quantiles: Quantiles | undefined): LatencyStats {
  if (!facts || facts.latency_calls === 0 || !quantiles) return NO_LATENCY;
  const milliseconds = (percentile: number) => quantiles.at(percentile) / 1_000;
  return {
    avgLatencyMs: facts.latency_sum_us / facts.latency_calls / 1_000,
    p50LatencyMs: milliseconds(50),
    p90LatencyMs: milliseconds(90),
    p95LatencyMs: milliseconds(95),
    p99LatencyMs: milliseconds(99),
    maxLatencyMs: facts.latency_max_us / 1_000,
    percentilesExact: quantiles.isExact,
  };
}
