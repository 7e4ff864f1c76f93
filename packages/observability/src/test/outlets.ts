import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { type DiagLogFunction, DiagLogLevel, diag } from '@opentelemetry/api';
import type { ObservabilityOptions } from '../observability-options';
import { type ObservedProcess, startObserved } from './observed-process';

/** Observability with everything open through which a text may leave the process. */
export interface Outlets extends ObservedProcess {
  /** What has left so far, by the way it took; writes what is queued first. */
  all(): Promise<Readonly<Record<string, string>>>;
}

export function openOutlets(options: ObservabilityOptions = {}): Outlets {
  const logged: string[] = [];
  const log: DiagLogFunction = (...args) => logged.push(inspect(args, { depth: 10 }));
  diag.setLogger(
    { error: log, warn: log, info: log, debug: log, verbose: log },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
  const warnings: string[] = [];
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation((...args) => {
    warnings.push(inspect(args));
  });
  const observed = startObserved(options);
  const { kagura, database, spans, stop } = observed;
  return {
    ...observed,
    async all() {
      await kagura.flush();
      const { resourceMetrics } = await kagura.metricProducer.collect();
      const folder = dirname(database);
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
      return {
        spans: inspect(spans(), { depth: 20, maxArrayLength: null, maxStringLength: null }),
        database: files.join(),
        metrics: inspect(resourceMetrics, { depth: 20, maxArrayLength: null }),
        logs: [...logged, ...warnings].join('\n'),
      };
    },
    async stop() {
      await stop();
      warn.mockRestore();
      diag.disable();
    },
  };
}
