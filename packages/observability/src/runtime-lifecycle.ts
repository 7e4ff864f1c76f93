import type { Budgets } from './budget/budgets';
import type { Configuration } from './configuration';
import type { Diagnostics } from './diagnostics';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import type { PrivateProvider } from './private-provider';
import { watchEndings } from './process-endings';
import type { RuntimeStore } from './runtime';
import { safely } from './safely';
import { writeQueued } from './write-queued';

interface LifecycleParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
  readonly provider: PrivateProvider;
  readonly store: RuntimeStore | undefined;
  readonly budgets: Budgets;
  readonly onShutdown: () => void;
  /** Ends the calls that somebody still waits for. */
  readonly endOpenCalls: () => void;
}

/** A process that was told to end waits for its exporters no longer than this. */
const LAST_EXPORT_MS = 2_000;

/** Flush and shutdown, also when the process ends: rows synchronously, exporters as long as there is time. */
export function runtimeLifecycle({
  configuration,
  diagnostics,
  metrics,
  provider,
  store,
  budgets,
  onShutdown,
  endOpenCalls,
}: LifecycleParts) {
  const onExportError = (error: unknown): void => {
    diagnostics.warn('KAGURA_EXPORT', `Spans could not be exported: ${String(error)}`);
  };
  const prometheus = configuration.prometheus
    ? startPrometheusServer(configuration.prometheus, metrics, diagnostics)
    : undefined;
  const exportsSpans = configuration.otlp !== false || configuration.spanProcessors.length > 0;
  const stopWatching =
    store || exportsSpans
      ? watchEndings({
          save: () => {
            safely(diagnostics, 'save', () => store?.writer.flush());
            safely(diagnostics, 'save-ledger', () => budgets.flushNow());
          },
          endOpenCalls: () => safely(diagnostics, 'end-open-calls', endOpenCalls),
          exportRest: () =>
            exportsSpans ? atMost(LAST_EXPORT_MS, provider.flush(onExportError)) : undefined,
        })
      : undefined;
  return {
    async flush(): Promise<void> {
      await Promise.all([store && writeQueued(store.writer), provider.flush(onExportError), budgets.flush()]);
    },
    async shutdown({ keepOpenCalls = false } = {}): Promise<void> {
      // At once: of two runtimes that both watch, each would leave a signal to the other.
      stopWatching?.();
      if (!keepOpenCalls) safely(diagnostics, 'end-open-calls', endOpenCalls);
      if (store) await writeQueued(store.writer);
      store?.writer.close();
      onShutdown();
      await Promise.all([provider.shutdown(onExportError), prometheus?.stop(), budgets.close()]);
      store?.database.close();
    },
  };
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
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
