import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '@kagura/core';
import type { MetricProducer } from '@opentelemetry/sdk-metrics';
import { readEnvironment } from './environment';
import type { MetricsHandler } from './exporters/metrics-handler';
import { createMetricsPage } from './exporters/metrics-page';
import { KaguraSpanProcessor } from './kagura-span-processor';
import type { ObservabilityOptions } from './observability-options';
import { CostReader, MetricsReader } from './reading';
import type { Runtime } from './runtime';
import { exportFailures } from './runtime-exports';
import { isRegistryRefused, peekRuntime, setRuntime } from './runtime-registry';
import { runtimeSource } from './runtime-source';
import { Tracer } from './tracer';

/** Handle on the running observability. */
export interface Observability {
  readonly costs: CostReader;
  readonly metrics: MetricsReader;
  readonly tracer: Tracer;
  /** For the `spanProcessors` of an application's own provider. */
  readonly spanProcessor: KaguraSpanProcessor;
  /** For the `metricProducers` of an application's own metric reader. */
  readonly metricProducer: MetricProducer;
  /**
   * Answers a request with the metrics in Prometheus' text format, whatever its path: for `/metrics` of a server that the
   * application has already. Never rejects.
   */
  readonly metricsHandler: MetricsHandler;
  /** Resolves when everything recorded so far is written, and exported or past the exporters' deadline. Never rejects. */
  flush(): Promise<void>;
  /** Flushes and stops recording; decorated calls pass through until the next start. */
  shutdown(): Promise<void>;
}

/**
 * Starts observability with options. Not needed for the defaults: the first decorated call starts it. Called again
 * with the same options it returns a handle on what is running.
 *
 * @throws ConfigurationError for options that cannot work, and when it runs already with other options
 */
export function startObservability(options: ObservabilityOptions = {}): Observability {
  const running = peekRuntime();
  if (running && !running.implicit) {
    checkSameOptions(running, options);
    return handleOn(running);
  }
  // Loaded here, so that importing the decorators costs nothing of the SDK and the store.
  const { createRuntime } = require('./create-runtime') as typeof import('./create-runtime');
  const environment = readEnvironment();
  const passive = environment.disabled || isRegistryRefused();
  const runtime = createRuntime(passive ? DISABLED : options, { environment, implicit: false });
  setRuntime(passive ? undefined : runtime);
  if (running) takeOver(running, runtime);
  return handleOn(runtime);
}

/** Nothing is opened, registered or served while the environment or another version of this package says so. */
const DISABLED: ObservabilityOptions = { database: false, register: false };

/** What the first start has recorded is kept, and calls that are running end in the new one. */
function takeOver(running: Runtime, successor: Runtime): void {
  running.recorder.handOverTo(successor.recorder);
  running.budgets.handOverTo(successor.budgets);
  void running.shutdown({ keepOpenCalls: true });
}

function checkSameOptions(running: Runtime, options: ObservabilityOptions): void {
  if (isDeepStrictEqual(running.options, options)) return;
  throw new ConfigurationError(
    'startObservability() was called twice with different options. Call it once, at the start of the program, ' +
      'or await shutdown() of the first before the second.',
  );
}

function handleOn(runtime: Runtime): Observability {
  return {
    costs: new CostReader(runtimeSource),
    metrics: new MetricsReader(runtimeSource),
    tracer: new Tracer(),
    spanProcessor: new KaguraSpanProcessor(),
    metricProducer: runtime.metrics.producer('otlp'),
    metricsHandler: createMetricsPage({
      producer: runtime.metrics.producer('prometheus'),
      onError: exportFailures(runtime).onScrape,
    }),
    flush: () => runtime.flush(),
    async shutdown() {
      if (peekRuntime() === runtime) setRuntime(undefined);
      await runtime.shutdown();
    },
  };
}
