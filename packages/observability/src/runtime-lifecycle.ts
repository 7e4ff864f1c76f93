import type { Configuration } from './configuration';
import type { Diagnostics } from './diagnostics';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import type { PrivateProvider } from './private-provider';
import type { RuntimeStore } from './runtime';

interface LifecycleParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
  readonly provider: PrivateProvider;
  readonly store: RuntimeStore | undefined;
  readonly onShutdown: () => void;
}

/** Flush and shutdown, also when the process ends: rows synchronously in `exit`, exporters in `beforeExit`. */
export function runtimeLifecycle({
  configuration,
  diagnostics,
  metrics,
  provider,
  store,
  onShutdown,
}: LifecycleParts) {
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
      onShutdown();
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
