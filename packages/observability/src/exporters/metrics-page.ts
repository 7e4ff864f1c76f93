import type { Resource } from '@opentelemetry/resources';
import type { MetricProducer } from '@opentelemetry/sdk-metrics';
import type { MetricsHandler } from './metrics-handler';

export interface MetricsPageOptions {
  readonly producer: MetricProducer;
  /** Printed as `target_info`. @default none, and no `target_info` */
  readonly resource?: Resource | undefined;
  /** Called with the error of each failed scrape. */
  readonly onError: (error: unknown) => void;
}

/** Version and encoding of the exposition format, without which Prometheus has to guess. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Answers with the metrics of `producer` in Prometheus' text format. The exporter is loaded by the first request. */
export function createMetricsPage(options: MetricsPageOptions): MetricsHandler {
  const scrape = lazyScrape(options);
  return async (_request, response) => {
    try {
      const text = await scrape();
      response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text);
    } catch (error) {
      options.onError(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

/**
 * Collects and prints with OpenTelemetry's exporter. Its own request handler would answer a failed collection with 200,
 * which Prometheus takes for a target without metrics.
 */
function lazyScrape(options: MetricsPageOptions): () => Promise<string> {
  let exporter: ReturnType<typeof connectExporter> | undefined;
  return async () => {
    exporter ??= connectExporter(options);
    const { resourceMetrics, errors } = await exporter.reader.collect();
    if (errors.length > 0) throw new AggregateError(errors, 'Metrics could not be collected.');
    return exporter.serializer.serialize(resourceMetrics);
  };
}

function connectExporter({ producer, resource }: MetricsPageOptions) {
  const { PrometheusExporter, PrometheusSerializer } = loadExporter();
  const { MeterProvider } = loadSdk();
  const reader = new PrometheusExporter({ preventServerStart: true, metricProducers: [producer] });
  // A reader collects only once a provider knows it; it keeps the provider alive.
  new MeterProvider({ readers: [reader], ...(resource ? { resource } : {}) });
  const withoutTargetInfo = resource === undefined;
  const withoutScopeInfo = true;
  return {
    reader,
    serializer: new PrometheusSerializer('', false, undefined, withoutTargetInfo, withoutScopeInfo),
  };
}

function loadExporter(): typeof import('@opentelemetry/exporter-prometheus') {
  return require('@opentelemetry/exporter-prometheus') as typeof import('@opentelemetry/exporter-prometheus');
}

function loadSdk(): typeof import('@opentelemetry/sdk-metrics') {
  return require('@opentelemetry/sdk-metrics') as typeof import('@opentelemetry/sdk-metrics');
}
