import { statSync } from 'node:fs';
import { priceTableVersion } from '@kagura/core';
import type { Configuration } from './configuration';
import type { HealthMetrics } from './metrics/health-metrics';
import type { PrivateProvider } from './private-provider';
import type { RuntimeStore } from './runtime';

interface WatchedParts {
  readonly configuration: Configuration;
  readonly provider: PrivateProvider;
  readonly store: RuntimeStore | undefined;
}

/** Has metrics tell what waits and how old things are, and begins the counts of what may be lost at 0. */
export function watchHealth(health: HealthMetrics, { configuration, provider, store }: WatchedParts): void {
  const { otlp, prometheus } = configuration;
  if (store) watchStore(health, store);
  if (otlp.traces) {
    for (const reason of ['export_queue', 'export_failed', 'export_deadline']) health.dropped(reason, 0);
    health.exportErrors('traces', 0);
    health.observe('queueSize', () => provider.queued, { queue: 'export' });
  }
  if (otlp.metrics) health.exportErrors('metrics', 0);
  if (prometheus) health.exportErrors('prometheus', 0);
  health.observe('pricesAge', pricesAgeSeconds);
}

function watchStore(health: HealthMetrics, { database, writer }: RuntimeStore): void {
  for (const reason of ['queue_full', 'write_failed']) health.dropped(reason, 0);
  health.observe('queueSize', () => writer.queuedRows, { queue: 'store' });
  health.observe('storeSize', () => statSync(database.path).size + logSize(database.path));
  health.observe('writeLag', () => {
    const { oldestQueued } = writer;
    if (oldestQueued === undefined) return 0;
    return Math.max(0, Date.now() * 1000 - (oldestQueued.startUs + oldestQueued.durationUs));
  });
}

function logSize(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

/** The version of the table begins with the day of its prices. */
function pricesAgeSeconds(): number | undefined {
  const day = Date.parse(priceTableVersion().slice(0, 'YYYY-MM-DD'.length));
  return Number.isNaN(day) ? undefined : Math.max(0, Math.round((Date.now() - day) / 1000));
}
