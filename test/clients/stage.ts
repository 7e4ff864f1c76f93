import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CostTracker, KaguraSpanProcessor, startObservability } from '@kagura/observability';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import type { ModelBill } from './model-server/bill.js';
import { type ModelServer, startModelServer } from './model-server/model-server.js';

/** An application with an OpenTelemetry provider of its own, Kagura in it, and a stand-in server for its calls. */
export interface Stage {
  readonly server: ModelServer;
  readonly exporter: InMemorySpanExporter;
  readonly database: string;
  /** What the store knows of all calls so far. */
  recorded(): Promise<Totals>;
  close(): Promise<void>;
}

/** What calls used and cost. */
export interface Totals extends ModelBill {
  readonly nanoUsd: number;
  readonly unpricedCalls: number;
  readonly failedCalls: number;
}

export async function startStage(others: readonly SpanProcessor[] = []): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-clients-'));
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    spanProcessors: [new KaguraSpanProcessor(), ...others, new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  const database = join(folder, 'kagura.db');
  const kagura = startObservability({ database, timeZone: 'UTC' });
  const server = await startModelServer();
  return {
    server,
    exporter,
    database,
    async recorded() {
      const { nanoUsd, ...amounts } = await new CostTracker().getCost();
      return { ...amounts, nanoUsd: nanoUsd ?? 0 };
    },
    async close() {
      await kagura.shutdown();
      await provider.shutdown();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
