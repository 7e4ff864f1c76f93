type Variables = Readonly<Record<string, string | undefined>>;

/** Size and pace of the queue of spans, as far as the environment tells. */
export interface BatchEnvironment {
  readonly maxQueueSize: number | undefined;
  readonly maxExportBatchSize: number | undefined;
  readonly scheduledDelayMillis: number | undefined;
  readonly exportTimeoutMillis: number | undefined;
}

/**
 * What OpenTelemetry's own start-up reads from the environment and its exporters do not. Endpoints, headers,
 * compression, certificates and the preferred temporality are read by the exporters themselves.
 */
export interface OpenTelemetryEnvironment {
  /** `OTEL_RESOURCE_ATTRIBUTES`, and `OTEL_SERVICE_NAME` as one of them. */
  readonly resourceAttributes: Readonly<Record<string, string>>;
  /** `OTEL_TRACES_EXPORTER` and `OTEL_METRICS_EXPORTER`: false for `none`. */
  readonly exportsTraces: boolean;
  readonly exportsMetrics: boolean;
  /** `OTEL_EXPORTER_OTLP_TRACES_TIMEOUT` and `..._METRICS_TIMEOUT`, else `OTEL_EXPORTER_OTLP_TIMEOUT`. */
  readonly tracesTimeoutMs: number | undefined;
  readonly metricsTimeoutMs: number | undefined;
  /** `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL` and `..._METRICS_PROTOCOL`, else `OTEL_EXPORTER_OTLP_PROTOCOL`. */
  readonly tracesProtocol: string | undefined;
  readonly metricsProtocol: string | undefined;
  /** `OTEL_BSP_*`. */
  readonly batch: BatchEnvironment;
  /** `OTEL_METRIC_EXPORT_INTERVAL` and `OTEL_METRIC_EXPORT_TIMEOUT`. */
  readonly metricIntervalMs: number | undefined;
  readonly metricTimeoutMs: number | undefined;
  /** `OTEL_TRACES_SAMPLER` and its argument. */
  readonly sampler: string | undefined;
  readonly samplerArgument: string | undefined;
}

export function readOpenTelemetryEnvironment(env: Variables): OpenTelemetryEnvironment {
  const otlp = (signal: string, what: string) =>
    text(env[`OTEL_EXPORTER_OTLP_${signal}_${what}`]) ?? text(env[`OTEL_EXPORTER_OTLP_${what}`]);
  return {
    resourceAttributes: resourceAttributes(env),
    exportsTraces: text(env.OTEL_TRACES_EXPORTER)?.toLowerCase() !== 'none',
    exportsMetrics: text(env.OTEL_METRICS_EXPORTER)?.toLowerCase() !== 'none',
    tracesTimeoutMs: positive(otlp('TRACES', 'TIMEOUT')),
    metricsTimeoutMs: positive(otlp('METRICS', 'TIMEOUT')),
    tracesProtocol: otlp('TRACES', 'PROTOCOL'),
    metricsProtocol: otlp('METRICS', 'PROTOCOL'),
    batch: {
      maxQueueSize: positive(env.OTEL_BSP_MAX_QUEUE_SIZE),
      maxExportBatchSize: positive(env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
      scheduledDelayMillis: positive(env.OTEL_BSP_SCHEDULE_DELAY),
      exportTimeoutMillis: positive(env.OTEL_BSP_EXPORT_TIMEOUT),
    },
    metricIntervalMs: positive(env.OTEL_METRIC_EXPORT_INTERVAL),
    metricTimeoutMs: positive(env.OTEL_METRIC_EXPORT_TIMEOUT),
    sampler: text(env.OTEL_TRACES_SAMPLER)?.toLowerCase(),
    samplerArgument: text(env.OTEL_TRACES_SAMPLER_ARG),
  };
}

function resourceAttributes(env: Variables): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const pair of (env.OTEL_RESOURCE_ATTRIBUTES ?? '').split(',')) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(at, 0)).trim();
    const value = decoded(pair.slice(at + 1).trim());
    if (key !== '' && value !== undefined) attributes[key] = value;
  }
  const service = text(env.OTEL_SERVICE_NAME);
  return service === undefined ? attributes : { ...attributes, 'service.name': service };
}

/** `undefined` where the text is no percent-encoding: a value that means nothing is left out. */
function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function text(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

/** A number that makes no sense is as good as none, as the specification has it. */
function positive(value: string | undefined): number | undefined {
  const number = Number(text(value));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
