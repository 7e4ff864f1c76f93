import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { ObservabilityOptions } from '../observability-options';
import { setRuntime } from '../runtime-registry';
import { type Observability, startObservability } from '../start-observability';

/** Observability running for one test: a real store in a temporary folder, spans kept in memory. */
export interface ObservedProcess {
  readonly kagura: Observability;
  readonly database: string;
  /** Finished spans, in order of their end. */
  spans(): ReadableSpan[];
  /** Names of the finished spans, in order of their end. */
  spanNames(): string[];
  /** The one finished span of a name; fails when there is none or several. */
  span(name: string): ReadableSpan;
  stop(): Promise<void>;
}

export function startObserved(options: ObservabilityOptions = {}): ObservedProcess {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-test-'));
  const database = join(folder, '.kagura', 'kagura.db');
  const exporter = new InMemorySpanExporter();
  const kagura = startObservability({
    serviceName: 'test',
    database,
    timeZone: 'UTC',
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
    ...options,
  });
  const spans = () => exporter.getFinishedSpans();
  return {
    kagura,
    database,
    spans,
    spanNames: () => spans().map(({ name }) => name),
    span(name) {
      const found = spans().filter((span) => span.name === name);
      if (found.length !== 1 || !found[0])
        throw new Error(`${found.length} spans named "${name}": ${spans().map((span) => span.name)}`);
      return found[0];
    },
    async stop() {
      await kagura.shutdown();
      forgetRuntime();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Back to the state of a process in which nothing was started or registered. */
export function forgetRuntime(): void {
  setRuntime(undefined);
  Reflect.deleteProperty(globalThis, Symbol.for('kagura.v1'));
  trace.disable();
  context.disable();
}
