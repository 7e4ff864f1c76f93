import { LatencyHistogram } from '@kagura/core';
import { connection, type Database } from '../database';
import { type FactsScope, parametersOf, selectEdges, selectHours } from './facts';
import { toSpans } from './range-plan';

/** Percentiles of a group of calls that track their latency. */
export interface Quantiles {
  readonly isExact: boolean;
  /** Microseconds by nearest rank, for a percentile from 1 to 100. */
  at(percentile: number): number;
}

/** From every single duration of the calls in the scope. */
export function readExactQuantiles(database: Database, scope: FactsScope): Quantiles {
  const rows = readDurations(database, { ...scope, plan: toSpans(scope.plan) });
  const sorted = Float64Array.from(rows, (row) => row.duration_us).sort();
  return {
    isExact: true,
    at: (percentile) => sorted[Math.ceil((percentile * sorted.length) / 100) - 1] ?? 0,
  };
}

/** By agent ('' for none) and with a relative error of at most 1 %, from the hourly histograms. */
export function readApproximateQuantiles(database: Database, scope: FactsScope): Map<string, Quantiles> {
  const histograms = new Map<string, LatencyHistogram>();
  const histogramOf = (agent: string) => {
    const histogram = histograms.get(agent) ?? new LatencyHistogram();
    histograms.set(agent, histogram);
    return histogram;
  };
  for (const { agent, latency } of readHistograms(database, scope)) histogramOf(agent).mergeBytes(latency);
  for (const { agent, duration_us } of readDurations(database, scope)) histogramOf(agent).add(duration_us);
  return new Map(Array.from(histograms, ([agent, histogram]) => [agent, approximate(histogram)]));
}

function approximate(histogram: LatencyHistogram): Quantiles {
  return { isExact: false, at: (percentile) => histogram.quantile(percentile / 100) ?? 0 };
}

function readHistograms(database: Database, scope: FactsScope): { agent: string; latency: Uint8Array }[] {
  const hours = selectHours(scope, 'agent, latency');
  if (!hours) return [];
  const parameters = parametersOf({ ...scope, plan: { ...scope.plan, edges: [] } });
  return database[connection].all(`${hours} AND latency IS NOT NULL`, parameters);
}

function readDurations(database: Database, scope: FactsScope): { agent: string; duration_us: number }[] {
  const edges = selectEdges(scope, 'agent, duration_us, latency_calls');
  if (!edges) return [];
  const parameters = parametersOf({ ...scope, plan: { ...scope.plan, hours: { from: 0, to: 0 } } });
  return database[connection].all(
    `SELECT agent, duration_us FROM (${edges}) WHERE latency_calls = 1`,
    parameters,
  );
}
