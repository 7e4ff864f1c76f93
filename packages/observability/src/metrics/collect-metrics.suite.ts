import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import {
  type DataPoint,
  MeterProvider,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { MetricNaming } from './metric-producer';
import type { MetricsRecorder } from './metrics-recorder';

/** Collects through a real provider and reader. */
export async function collectAll(
  recorder: MetricsRecorder,
  naming: MetricNaming = 'otlp',
): Promise<ResourceMetrics> {
  const reader = new PrometheusExporter({
    preventServerStart: true,
    metricProducers: [recorder.producer(naming)],
  });
  new MeterProvider({ readers: [reader] });
  const { resourceMetrics, errors } = await reader.collect();
  expect(errors).toEqual([]);
  return resourceMetrics;
}

export async function collectMetrics(
  recorder: MetricsRecorder,
  naming?: MetricNaming,
): Promise<MetricData[]> {
  return (await collectAll(recorder, naming)).scopeMetrics.flatMap((scope) => scope.metrics);
}

export interface Point {
  readonly labels: Record<string, unknown>;
  /** A sum's value, or how many values a histogram holds. */
  readonly value: number;
}

/** The points of one metric; none when the metric is absent. */
export async function pointsOf(recorder: MetricsRecorder, name: string): Promise<Point[]> {
  return pointsIn(await collectMetrics(recorder), name);
}

export function pointsIn(metrics: readonly MetricData[], name: string): Point[] {
  const metric = metrics.find(({ descriptor }) => descriptor.name === name);
  const points: readonly DataPoint<unknown>[] = metric?.dataPoints ?? [];
  return points.map(({ attributes, value }) => ({ labels: attributes, value: countIn(value) }));
}

function countIn(value: unknown): number {
  return typeof value === 'number' ? value : (value as { count: number }).count;
}
