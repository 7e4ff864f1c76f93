import type { Configuration } from './configuration';
import { type Diagnostics, describe } from './diagnostics';
import type { MetricPush } from './exporters/metric-push';
import type { LostSpanReason } from './exporters/span-export';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import { hasGlobalTracerProvider } from './open-telemetry';
import { ownResource } from './own-resource';
import type { PrivateProvider } from './private-provider';
import { withinDeadline } from './within-deadline';

interface ExportParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
}

/** What leaves the process; label of the metric that counts failures. */
type ExportSignal = 'traces' | 'metrics' | 'prometheus';

/** Longest wait for a push of metrics, and for the last one where spans have taken all of the time, in milliseconds. */
const PUSH_DEADLINE_MS = 5_000;
const LAST_PUSH_MS = 1_000;

/** What failed on its way out of the process: counted each time, told at most once a minute. */
export function exportFailures({ diagnostics, metrics }: ExportParts) {
  const failed = (signal: ExportSignal, code: string, what: string) => (error: unknown) => {
    metrics.health.exportErrors(signal, 1);
    diagnostics.warn(code, `${what}: ${describe(error) || codeOf(error)}`);
  };
  return {
    onTraces: failed('traces', 'KAGURA_EXPORT', 'Spans could not be exported'),
    onMetrics: failed(
      'metrics',
      'KAGURA_EXPORT_METRICS',
      'Metrics could not be pushed; `otlp: { metrics: false }` ends that for an endpoint that takes none',
    ),
    onScrape: failed('prometheus', 'KAGURA_PROMETHEUS', 'Prometheus metrics are not served'),
    onUndelivered: (spans: number) =>
      diagnostics.warn(
        'KAGURA_EXPORT_END',
        `${spans} spans were not delivered before the end: the endpoint did not take them in time.`,
      ),
    onLost: (reason: LostSpanReason, spans: number) => metrics.addDropped(reason, spans),
  };
}

/** Everything that leaves the process: spans, pushed metrics, and the page that is scraped. */
export class RuntimeExports {
  readonly #provider: PrivateProvider;
  readonly #push: MetricPush | undefined;
  readonly #scraped: { stop(): Promise<void> } | undefined;
  readonly #exportsSpans: boolean;

  constructor(parts: ExportParts & { readonly provider: PrivateProvider }) {
    const { configuration } = parts;
    this.#provider = parts.provider;
    this.#exportsSpans = exportsSpans(configuration);
    this.#push = startPush(parts);
    this.#scraped = startScrape(parts);
    warnOfProtocol(parts);
    warnOfUnusedExport(parts);
  }

  /** False where nothing is sent: then an ending process has nobody to wait for. */
  get sends(): boolean {
    return this.#exportsSpans || this.#push !== undefined;
  }

  /** Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([
      this.#provider.flush(),
      this.#push && withinDeadline(PUSH_DEADLINE_MS, this.#push.flush()),
    ]);
  }

  /** Sends what is there for as long as an ending process waits, and gives up the rest. Never rejects. */
  async flushWithin(milliseconds: number): Promise<void> {
    if (!(await withinDeadline(milliseconds, this.flush()))) this.#provider.discard();
  }

  /** The spans first, so that the last push counts those that were lost. Never rejects. */
  async shutdown(): Promise<void> {
    const startedAt = performance.now();
    await this.#provider.shutdown();
    const left = Math.max(LAST_PUSH_MS, PUSH_DEADLINE_MS - (performance.now() - startedAt));
    await Promise.all([this.#push && withinDeadline(left, this.#push.shutdown()), this.#scraped?.stop()]);
  }
}

/** Somebody reads what our own provider ends. */
export function exportsSpans({ otlp, spanProcessors }: Configuration): boolean {
  return otlp.traces !== undefined || spanProcessors.length > 0;
}

/** A connection that failed to several addresses says it with no word. */
function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown } | null | undefined)?.code ?? 'unknown');
}

function startPush(parts: ExportParts): MetricPush | undefined {
  const { configuration, metrics } = parts;
  const settings = configuration.otlp.metrics;
  if (settings === undefined) return undefined;
  const { startMetricPush } = require('./exporters/metric-push') as typeof import('./exporters/metric-push');
  return startMetricPush({
    settings,
    producer: metrics.producer('otlp'),
    resource: ownResource(configuration),
    onError: exportFailures(parts).onMetrics,
  });
}

function startScrape(parts: ExportParts): { stop(): Promise<void> } | undefined {
  const { configuration, metrics } = parts;
  if (configuration.prometheus === false) return undefined;
  const { startPrometheus } = require('./exporters/prometheus') as typeof import('./exporters/prometheus');
  return startPrometheus({
    ...configuration.prometheus,
    producer: metrics.producer('prometheus'),
    onError: exportFailures(parts).onScrape,
  });
}

function warnOfProtocol({ configuration, diagnostics }: ExportParts): void {
  const { otlp, openTelemetry } = configuration;
  const protocols = [
    otlp.traces && openTelemetry.tracesProtocol,
    otlp.metrics && openTelemetry.metricsProtocol,
  ];
  if (!protocols.includes('grpc')) return;
  diagnostics.warn(
    'KAGURA_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc, but `otlp` speaks http/json. Give it the HTTP port of the endpoint, ' +
      'which is 4318 for a Collector, or list a gRPC exporter of your own in `spanProcessors`.',
  );
}

function warnOfUnusedExport({ configuration, diagnostics }: ExportParts): void {
  const { otlp, register } = configuration;
  if (otlp.traces === undefined || register === false || !hasGlobalTracerProvider()) return;
  diagnostics.warn(
    'KAGURA_UNUSED_EXPORT',
    'The application has registered an OpenTelemetry tracer provider, which exports the spans with the exporters it ' +
      'lists: `otlp` of startObservability() sends none. Add an OTLP exporter to that provider, or start with ' +
      '`register: false` to keep the spans of Kagura apart from it.',
  );
}
