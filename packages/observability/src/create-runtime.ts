import { ConfigurationError, type PriceOverride } from '@kagura/core';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AccountedSpans } from './accounted-spans';
import type { ActiveCall } from './active-call';
import { AnsweredRequests } from './answered-requests';
import type { Budgets } from './budget/budgets';
import { createBudgets } from './budget/runtime-budgets';
import { Clock } from './clock';
import { type Configuration, resolveConfiguration } from './configuration';
import { ContentCapture } from './content-capture';
import { Diagnostics } from './diagnostics';
import type { Environment } from './environment';
import { settleAll } from './finish-call';
import { ForeignSpans } from './foreign-spans';
import { MetricsRecorder } from './metrics/metrics-recorder';
import type { ObservabilityOptions } from './observability-options';
import { OpenCalls } from './open-calls';
import { openStore } from './open-store';
import { hasGlobalTracerProvider, OpenTelemetryBinding } from './open-telemetry';
import { PrivateProvider } from './private-provider';
import { Recorder, type RecordSink } from './recorder';
import type { Runtime, RuntimeStore } from './runtime';
import { exportFailures, exportsSpans, RuntimeExports } from './runtime-exports';
import { runtimeLifecycle } from './runtime-lifecycle';
import { SpanAccounting } from './span-accounting';
import { watchHealth } from './watch-health';

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
  const diagnostics = new Diagnostics((where) => metrics.addInternalError(where), configuration.capture);
  const store = openStore(configuration, { diagnostics, metrics, implicit });
  const priceOverrides = [...configuration.priceOverrides, ...(store?.setPrices ?? [])];
  const pricing = { overrides: priceOverrides, preferReported: configuration.preferReported };
  const budgets = createBudgets({ configuration, diagnostics, metrics, pricing, database: store?.database });
  let running = true;
  const accounting = new SpanAccounting(() => (running ? runtime : undefined));
  const provider = createProvider({ configuration, diagnostics, metrics }, accounting);
  const exports = new RuntimeExports({ configuration, diagnostics, metrics, provider });
  watchHealth(metrics.health, { configuration, provider, store });
  const onShutdown = (): void => {
    running = false;
  };
  const contexts = new AsyncLocalStorageContextManager();
  const binding = createBinding(configuration, { contexts, diagnostics, provider });
  const parts = { configuration, diagnostics, metrics, store, budgets };
  const runtime: Runtime = {
    options,
    configuration,
    priceOverrides,
    implicit,
    clock: new Clock(),
    diagnostics,
    binding,
    metrics,
    store,
    recorder: createRecorder({ ...parts, binding, priceOverrides }),
    foreignSpans: new ForeignSpans(diagnostics, (waiting) => settleAll(runtime, waiting)),
    accounted: new AccountedSpans(),
    answered: new AnsweredRequests(),
    budgets,
    openCalls: new OpenCalls(),
    callStack: { depth: 0 },
    capture: new ContentCapture(configuration.capture, diagnostics),
    abandoned: new FinalizationRegistry<ActiveCall>((call) => call.abandon()),
    ...runtimeLifecycle({ ...parts, exports, onShutdown, endOpenCalls: () => endOpenCalls(runtime) }),
  };
  if (!implicit && configuration.register !== false) registerGlobally(provider, binding, contexts);
  return runtime;
}

function createProvider(
  parts: Pick<Runtime, 'configuration' | 'diagnostics' | 'metrics'>,
  accounting: SpanAccounting,
): PrivateProvider {
  const { onLost, onTraces, onUndelivered } = exportFailures(parts);
  const { configuration } = parts;
  return new PrivateProvider({ configuration, accounting, onLost, onUndelivered, onError: onTraces });
}

interface BindingParts {
  readonly contexts: AsyncLocalStorageContextManager;
  readonly diagnostics: Diagnostics;
  readonly provider: PrivateProvider;
}

function createBinding(
  configuration: Configuration,
  { contexts, diagnostics, provider }: BindingParts,
): OpenTelemetryBinding {
  return new OpenTelemetryBinding({
    privateContexts: contexts,
    privateTracer: () => provider.tracer(),
    exportsPrivately: exportsSpans(configuration),
    ownsGlobal: () => provider.registered,
    useGlobal: configuration.register !== false,
    onError: (error) => diagnostics.internalError('start-span', error),
  });
}

/** Calls and spans that nobody will end any more. */
function endOpenCalls(runtime: Runtime): void {
  runtime.openCalls.endAll();
  runtime.foreignSpans.closeAll();
}

/** Without a context manager, spans of other instrumentations would not find the call around them. */
function registerGlobally(
  provider: PrivateProvider,
  binding: OpenTelemetryBinding,
  contexts: AsyncLocalStorageContextManager,
): void {
  if (!hasGlobalTracerProvider()) provider.register();
  if (!binding.carriesGlobalContext()) provider.registerContexts(contexts);
}

interface RecorderParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly binding: OpenTelemetryBinding;
  readonly metrics: MetricsRecorder;
  readonly store: RuntimeStore | undefined;
  readonly priceOverrides: readonly PriceOverride[];
  readonly budgets: Budgets;
}

function createRecorder({
  configuration,
  binding,
  diagnostics,
  metrics,
  store,
  priceOverrides,
  budgets,
}: RecorderParts): Recorder {
  const sinks: RecordSink[] = [{ add: (record) => metrics.record(record) }];
  if (store) sinks.unshift(store.writer);
  return new Recorder({
    service: configuration.serviceName,
    environment: configuration.environment,
    priceOverrides,
    preferReported: configuration.preferReported,
    binding,
    diagnostics,
    sinks,
    settleBudgets: (call, cost) => budgets.settle(call, cost),
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
