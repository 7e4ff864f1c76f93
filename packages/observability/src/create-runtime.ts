import { ConfigurationError } from '@kagura/core';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { ActiveCall } from './active-call';
import { Clock } from './clock';
import { type Configuration, resolveConfiguration } from './configuration';
import { Diagnostics } from './diagnostics';
import type { Environment } from './environment';
import { ForeignSpans } from './foreign-spans';
import { MetricsRecorder } from './metrics/metrics-recorder';
import type { ObservabilityOptions } from './observability-options';
import { openStore } from './open-store';
import { hasGlobalTracerProvider, OpenTelemetryBinding } from './open-telemetry';
import { PrivateProvider } from './private-provider';
import { Recorder, type RecordSink } from './recorder';
import type { Runtime, RuntimeStore } from './runtime';
import { SpanAccounting } from './span-accounting';

export interface CreateRuntimeOptions {
  readonly environment: Environment;
  readonly implicit: boolean;
}

/**
 * The composition root: every part of the runtime is made and joined here.
 *
 * @throws ConfigurationError for options that cannot work
 */
export function createRuntime(
  options: ObservabilityOptions,
  { environment, implicit }: CreateRuntimeOptions,
): Runtime {
  const configuration = resolveConfiguration(options, environment);
  if (!implicit) checkRegister(configuration);
  const { serviceName, environment: deployment } = configuration;
  const clock = new Clock();
  const metrics = new MetricsRecorder({ serviceName, environment: deployment });
  const diagnostics = new Diagnostics((where) => metrics.addInternalError(where));
  const store = openStore(configuration, { diagnostics, metrics });
  const contexts = new AsyncLocalStorageContextManager();
  const provider: PrivateProvider = new PrivateProvider(configuration, new SpanAccounting(() => runtime));
  const binding = new OpenTelemetryBinding({
    privateContexts: contexts,
    privateTracer: () => provider.tracer(),
    useGlobal: configuration.register !== false,
  });
  const sinks: RecordSink[] = [{ add: (record) => metrics.record(record) }];
  if (store) sinks.unshift(store.writer);
  const runtime: Runtime = {
    options,
    configuration,
    implicit,
    clock,
    diagnostics,
    binding,
    metrics,
    store,
    recorder: new Recorder({
      service: serviceName,
      environment: deployment,
      priceOverrides: configuration.priceOverrides,
      binding,
      sinks,
      onMissingUsage: (agent) => metrics.addMissingUsage(agent),
    }),
    foreignSpans: new ForeignSpans(),
    capture: configuration.capture,
    abandoned: new FinalizationRegistry<ActiveCall>((call) => call.abandon()),
    exportsSpans: () => exportsSpans(configuration),
    ...lifecycle({ configuration, diagnostics, metrics, provider, store }),
  };
  if (!implicit && configuration.register !== false && !hasGlobalTracerProvider())
    provider.register(contexts);
  return runtime;
}

/** Whether a span has a reader: an application's provider, or an exporter of our own. */
function exportsSpans({ register, otlp, spanProcessors }: Configuration): boolean {
  return otlp !== false || spanProcessors.length > 0 || (register !== false && hasGlobalTracerProvider());
}

function checkRegister({ register }: Configuration): void {
  if (register !== true || !hasGlobalTracerProvider()) return;
  throw new ConfigurationError(
    'register: true, but the application has registered an OpenTelemetry tracer provider already. ' +
      'Leave `register` out to use that one, and add `new KaguraSpanProcessor()` to its spanProcessors.',
  );
}

interface LifecycleParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
  readonly provider: PrivateProvider;
  readonly store: RuntimeStore | undefined;
}

/** Flush and shutdown, also when the process ends: rows synchronously in `exit`, exporters in `beforeExit`. */
function lifecycle({ configuration, diagnostics, metrics, provider, store }: LifecycleParts) {
  const onExportError = (error: unknown): void => {
    diagnostics.warn('KAGURA_EXPORT', `Spans could not be exported: ${String(error)}`);
  };
  const prometheus = configuration.prometheus
    ? startPrometheusServer(configuration.prometheus, metrics, diagnostics)
    : undefined;
  const onExit = (): void => store?.writer.flush();
  const onBeforeExit = (): void => {
    process.off('beforeExit', onBeforeExit);
    void provider.flush(onExportError);
  };
  process.on('exit', onExit);
  process.on('beforeExit', onBeforeExit);
  return {
    async flush(): Promise<void> {
      store?.writer.flush();
      await provider.flush(onExportError);
    },
    async shutdown(): Promise<void> {
      process.off('exit', onExit);
      process.off('beforeExit', onBeforeExit);
      store?.writer.close();
      await Promise.all([provider.shutdown(onExportError), prometheus?.stop()]);
      store?.database.close();
    },
  };
}

function startPrometheusServer(
  { host, port }: Exclude<Configuration['prometheus'], false>,
  metrics: MetricsRecorder,
  diagnostics: Diagnostics,
) {
  const { startPrometheus } = require('./exporters/prometheus') as typeof import('./exporters/prometheus');
  return startPrometheus({
    host,
    port,
    producer: metrics.producer('prometheus'),
    onError: (error) =>
      diagnostics.warn('KAGURA_PROMETHEUS', `Prometheus metrics are not served: ${String(error)}`),
  });
}
