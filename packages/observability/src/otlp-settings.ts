import { ConfigurationError } from '@kagura/core';
import type { BatchEnvironment, OpenTelemetryEnvironment } from './open-telemetry-environment';

/** Where OTLP goes and what goes there; the option `otlp`. */
export interface OtlpOptions {
  /**
   * Base address of an OTLP/HTTP endpoint, as `http://localhost:4318`; `/v1/traces` and `/v1/metrics` are added. An address
   * that ends in `/v1/traces` is taken apart the same way. @default `OTEL_EXPORTER_OTLP_ENDPOINT`, else localhost:4318
   */
  readonly url?: string | undefined;
  /** Sent with every request, besides `OTEL_EXPORTER_OTLP_HEADERS`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Push metrics too. @default true, but false where `prometheus` serves them: one backend must not get both */
  readonly metrics?: boolean | undefined;
  /** Time between two pushes of metrics, in milliseconds. @default `OTEL_METRIC_EXPORT_INTERVAL`, else 60,000 */
  readonly intervalMs?: number | undefined;
}

interface Endpoint {
  /** Full address of the signal; `undefined` leaves it to the exporter, which asks the environment. */
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Time for one request with all its repetitions, in milliseconds. */
  readonly timeoutMs: number;
}

export interface TraceExportSettings extends Endpoint {
  readonly batch: BatchSettings;
}

export interface BatchSettings {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

export interface MetricExportSettings extends Endpoint {
  readonly intervalMs: number;
  readonly exportTimeoutMs: number;
}

/** What is sent by OTLP; a signal that is not sent is `undefined`. */
export interface OtlpSettings {
  readonly traces: TraceExportSettings | undefined;
  readonly metrics: MetricExportSettings | undefined;
}

/** Its repetitions must not outlive the 5 seconds that a shutdown waits for them. */
const REQUEST_TIMEOUT_MS = 5_000;
const PUSH_INTERVAL_MS = 60_000;
const PUSH_TIMEOUT_MS = 30_000;
/** OpenTelemetry's 2,048 would drop nine tenths of what an agent can make within one tick. */
const MAX_QUEUED_SPANS = 32_768;
const SPANS_OF_A_REQUEST = 512;
const SCHEDULED_DELAY_MS = 5_000;
const EXPORT_TIMEOUT_MS = 30_000;

interface OtlpContext {
  readonly environment: OpenTelemetryEnvironment;
  /** Somebody scrapes the metrics already. */
  readonly isScraped: boolean;
}

/** @throws ConfigurationError for an address or an interval that cannot be */
export function resolveOtlp(
  option: boolean | OtlpOptions | undefined,
  { environment, isScraped }: OtlpContext,
): OtlpSettings {
  if (option === undefined || option === false) return { traces: undefined, metrics: undefined };
  const { url, headers, metrics = !isScraped, intervalMs } = option === true ? {} : option;
  checkInterval(intervalMs);
  const endpoint = (signal: Signal, timeoutMs: number | undefined): Endpoint => ({
    url: url === undefined ? undefined : addressOf(url, signal),
    headers,
    timeoutMs: timeoutMs ?? REQUEST_TIMEOUT_MS,
  });
  return {
    traces: environment.exportsTraces
      ? { ...endpoint('traces', environment.tracesTimeoutMs), batch: batchSettings(environment.batch) }
      : undefined,
    metrics:
      metrics && environment.exportsMetrics
        ? { ...endpoint('metrics', environment.metricsTimeoutMs), ...pace(environment, intervalMs) }
        : undefined,
  };
}

type Signal = 'traces' | 'metrics';

function addressOf(url: string, signal: Signal): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new ConfigurationError(
      `otlp.url must be an http or https address such as "http://localhost:4318", received ${JSON.stringify(url)}.`,
    );
  }
  address.pathname = `${address.pathname.replace(/(\/v1\/traces)?\/*$/, '')}/v1/${signal}`;
  return address.href;
}

function checkInterval(intervalMs: number | undefined): void {
  if (intervalMs === undefined || (Number.isSafeInteger(intervalMs) && intervalMs > 0)) return;
  throw new ConfigurationError(
    `otlp.intervalMs must be a positive whole number of milliseconds, received ${intervalMs}.`,
  );
}

function pace(environment: OpenTelemetryEnvironment, intervalMs: number | undefined) {
  const interval = intervalMs ?? environment.metricIntervalMs ?? PUSH_INTERVAL_MS;
  // The reader refuses a push that may take longer than the time until the next.
  const exportTimeoutMs = Math.min(interval, environment.metricTimeoutMs ?? PUSH_TIMEOUT_MS);
  return { intervalMs: interval, exportTimeoutMs };
}

function batchSettings(batch: BatchEnvironment): BatchSettings {
  const maxQueueSize = batch.maxQueueSize ?? MAX_QUEUED_SPANS;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(batch.maxExportBatchSize ?? SPANS_OF_A_REQUEST, maxQueueSize),
    scheduledDelayMillis: batch.scheduledDelayMillis ?? SCHEDULED_DELAY_MS,
    exportTimeoutMillis: batch.exportTimeoutMillis ?? EXPORT_TIMEOUT_MS,
  };
}
