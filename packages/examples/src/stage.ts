import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Observability, type ObservabilityOptions, startObservability } from '@kagura/observability';
import { type ModelClients, modelClients } from './model-clients';
import { type ModelServer, type ModelServerOptions, startModelServer } from './model-server/model-server';

/** Everything an example runs on: a stand-in server, real clients of it, and observability with its own database. */
export interface Stage extends ModelClients {
  readonly server: ModelServer;
  readonly kagura: Observability;
  readonly database: string;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly server?: ModelServerOptions;
  readonly observability?: ObservabilityOptions;
}

/** Starts a stage whose database is deleted again by `close()`. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'kagura-example-'));
  const database = join(folder, 'kagura.db');
  const server = await startModelServer(options.server);
  const kagura = startObservability({
    serviceName: 'examples',
    timeZone: 'UTC',
    database,
    ...options.observability,
  });
  return {
    server,
    ...modelClients(server),
    kagura,
    database,
    async close() {
      await kagura.shutdown();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
