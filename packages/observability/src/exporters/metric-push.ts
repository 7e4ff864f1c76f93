import type { Resource } from '@opentelemetry/resources';
import type { MetricProducer, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { deltaProducer } from '../metrics/delta-producer';
import type { MetricExportSettings } from '../otlp-settings';
import { CountedExporter } from './counted-exporter';

interface MetricPushOptions {
  readonly settings: MetricExportSettings;
  /** Gives cumulative points. */
  readonly producer: MetricProducer;
  readonly resource: Resource;
  /** Told of each push that failed. */
  readonly onError: (error: unknown) => void;
}

export interface MetricPush {
  /** Pushes what is counted now. Never rejects. */
  flush(): Promise<void>;
  /** Pushes for the last time. Never rejects. */
  shutdown(): Promise<void>;
}

/**
 * Pushes metrics by OTLP in regular intervals. Keeps no process alive.
 *
 * @public loaded with `require` where metrics are pushed
 */
export function startMetricPush({ settings, producer, resource, onError }: MetricPushOptions): MetricPush {
  const { AggregationTemporality, InstrumentType, MeterProvider, PeriodicExportingMetricReader } = loadSdk();
  const otlp = createExporter(settings);
  const counted = new CountedExporter<ResourceMetrics>(otlp, { onFailure: (_, error) => onError(error) });
  const isDelta =
    otlp.selectAggregationTemporality?.(InstrumentType.COUNTER) === AggregationTemporality.DELTA;
  const reader = new PeriodicExportingMetricReader({
    exporter: {
      export: (metrics, done) => counted.export(metrics, done),
      forceFlush: () => counted.flush(async () => undefined),
      shutdown: () => otlp.shutdown(),
    },
    exportIntervalMillis: settings.intervalMs,
    exportTimeoutMillis: settings.exportTimeoutMs,
    metricProducers: [isDelta ? deltaProducer(producer) : producer],
  });
  // A reader reads only once a provider knows it; the reader keeps the provider alive.
  new MeterProvider({ resource, readers: [reader] });
  // What rejects here was told to `onError` already.
  return {
    async flush() {
      await Promise.allSettled([reader.forceFlush()]);
    },
    async shutdown() {
      await Promise.allSettled([reader.shutdown()]);
    },
  };
}

function createExporter({ url, headers, timeoutMs }: MetricExportSettings): PushMetricExporter {
  const { OTLPMetricExporter } =
    require('@opentelemetry/exporter-metrics-otlp-http') as typeof import('@opentelemetry/exporter-metrics-otlp-http');
  return new OTLPMetricExporter({
    timeoutMillis: timeoutMs,
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
}

function loadSdk(): typeof import('@opentelemetry/sdk-metrics') {
  return require('@opentelemetry/sdk-metrics') as typeof import('@opentelemetry/sdk-metrics');
}
