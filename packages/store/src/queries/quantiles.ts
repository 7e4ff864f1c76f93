import { LatencyHistogram } from '@kagura/core';
import { connection, type Database } from '../database';
import { mergeParts } from '../latency-parts';
import { type FactsScope, planOf, selectEdges, selectSums } from './facts';
import { type RangePlan, spansOf } from './range-plan';

/** Percentiles of a group of calls that track their latency. */
export interface Quantiles {
  /** Calls that they are of. */
  readonly count: number;
  readonly isExact: boolean;
  /** Microseconds by nearest rank, for a percentile from 1 to 100. */
  at(percentile: number): number;
}

/** From every single duration of the calls in the scope. */
export function readExactQuantiles(database: Database, scope: FactsScope): Quantiles {
  const rows = readDurations(database, scope, spansOf(scope.filter));
  const sorted = Float64Array.from(rows, (row) => row.duration_us).sort();
  return {
    count: sorted.length,
    isExact: true,
    at: (percentile) => sorted[Math.ceil((percentile * sorted.length) / 100) - 1] ?? 0,
  };
}

/** By agent ('' for none) and with a relative error of at most 1 %, from the histograms. */
export function readApproximateQuantiles(database: Database, scope: FactsScope): Map<string, Quantiles> {
  const histograms = new Map<string, LatencyHistogram>();
  const histogramOf = (agent: string) => {
    const histogram = histograms.get(agent) ?? new LatencyHistogram();
    histograms.set(agent, histogram);
    return histogram;
  };
  for (const { agent, latency } of readHistograms(database, scope)) mergeParts(histogramOf(agent), latency);
  for (const { agent, duration_us } of readDurations(database, scope, planOf(scope)))
    histogramOf(agent).add(duration_us);
  return new Map(Array.from(histograms, ([agent, histogram]) => [agent, approximate(histogram)]));
}

function approximate(histogram: LatencyHistogram): Quantiles {
  return {
    count: histogram.count,
    isExact: false,
    at: (percentile) => histogram.quantile(percentile / 100) ?? 0,
  };
}

function readHistograms(database: Database, scope: FactsScope): { agent: string; latency: Uint8Array }[] {
  const { sql, parameters } = selectSums(scope, planOf(scope), 'agent, latency');
  if (sql.length === 0) return [];
  return database[connection].all(
    `SELECT agent, latency FROM (${sql.join(' UNION ALL ')}) WHERE latency IS NOT NULL`,
    parameters,
  );
}

function readDurations(
  database: Database,
  scope: FactsScope,
  plan: RangePlan,
): { agent: string; duration_us: number }[] {
  const { sql, parameters } = selectEdges(scope, plan, 'agent, duration_us, latency_calls');
  if (sql.length === 0) return [];
  return database[connection].all(
    `SELECT agent, duration_us FROM (${sql.join(' UNION ALL ')}) WHERE latency_calls = 1`,
    parameters,
  );
}
