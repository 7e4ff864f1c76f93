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
import { runtimeLifecycle } from './runtime-lifecycle';
import { SpanAccounting } from './span-accounting';

interface CreateRuntimeOptions {
  readonly environment: Environment;
  readonly implicit: boolean;
}

/**
 * The composition root: every part of the runtime is made and joined here.
 *
 * @public loaded with `require` at the first use
 * @throws ConfigurationError for options that cannot work
 */
export function createRuntime(
  options: ObservabilityOptions,
  { environment, implicit }: CreateRuntimeOptions,
): Runtime {
  const configuration = resolveConfiguration(options, environment);
  if (!implicit) checkRegister(configuration);
  const metrics = new MetricsRecorder(configuration);
  const diagnostics = new Diagnostics((where) => metrics.addInternalError(where));
  const store = openStore(configuration, { diagnostics, metrics });
  let running = true;
  const provider = new PrivateProvider(
    configuration,
    new SpanAccounting(() => (running ? runtime : undefined)),
  );
  const onShutdown = (): void => {
    running = false;
  };
  const contexts = new AsyncLocalStorageContextManager();
  const binding = new OpenTelemetryBinding({
    privateContexts: contexts,
    privateTracer: () => provider.tracer(),
    exportsPrivately: configuration.otlp !== false || configuration.spanProcessors.length > 0,
    ownsGlobal: () => provider.registered,
    useGlobal: configuration.register !== false,
  });
  const runtime: Runtime = {
    options,
    configuration,
    implicit,
    clock: new Clock(),
    diagnostics,
    binding,
    metrics,
    store,
    recorder: createRecorder(configuration, { binding, metrics, store }),
    foreignSpans: new ForeignSpans(),
    capture: configuration.capture,
    abandoned: new FinalizationRegistry<ActiveCall>((call) => call.abandon()),
    ...runtimeLifecycle({ configuration, diagnostics, metrics, provider, store, onShutdown }),
  };
  if (!implicit && configuration.register !== false && !hasGlobalTracerProvider())
    provider.register(contexts);
  return runtime;
}

interface RecorderParts {
  readonly binding: OpenTelemetryBinding;
  readonly metrics: MetricsRecorder;
  readonly store: RuntimeStore | undefined;
}

function createRecorder(configuration: Configuration, { binding, metrics, store }: RecorderParts): Recorder {
  const sinks: RecordSink[] = [{ add: (record) => metrics.record(record) }];
  if (store) sinks.unshift(store.writer);
  return new Recorder({
    service: configuration.serviceName,
    environment: configuration.environment,
    priceOverrides: configuration.priceOverrides,
    binding,
    sinks,
    onMissingUsage: (agent) => metrics.addMissingUsage(agent),
  });
}

function checkRegister({ register }: Configuration): void {
  if (register !== true || !hasGlobalTracerProvider()) return;
  throw new ConfigurationError(
    'register: true, but the application has registered an OpenTelemetry tracer provider already. ' +
      'Leave `register` out to use that one, and add `new KaguraSpanProcessor()` to its spanProcessors.',
  );
}
