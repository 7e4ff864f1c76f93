import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { clientEnvironment, type EnvironmentClient } from '../model-server/client-environment.js';
import type { ModelServer } from '../model-server/model-server.js';

interface Run {
  readonly printed: string;
  readonly errors: string;
  readonly status: number | null;
}

/** Runs an example in a process and with a database of its own. Its client asks the stand-in server. */
export async function runExample(name: string, client: EnvironmentClient, server: ModelServer): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-example-'));
  const child = spawn(process.execPath, [join(__dirname, `${name}.js`)], {
    env: { ...process.env, ...clientEnvironment(client, server), KAGURA_DB: join(folder, 'kagura.db') },
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  rmSync(folder, { recursive: true });
  return { printed, errors, status };
}
