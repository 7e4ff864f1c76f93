import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type OutputStreams, run } from '@kagura/cli';
import { startObservability } from '@kagura/observability';
import { modelClients } from '../model-clients';
import { hash } from '../model-server/hash';
import type { ModelRequest } from '../model-server/model-request';
import { startModelServer } from '../model-server/model-server';
import { type DemoCalls, makeDemoCalls } from './demo-calls';
import { type DemoOptions, readDemoOptions, USAGE } from './demo-options';

export interface DemoHost extends OutputStreams {
  /** Folder whose `.kagura/demo.db` the calls are recorded in. */
  readonly cwd: string;
}

const SUCCESS = 0;
const USAGE_ERROR = 2;

const REPORTS = [
  ['stats'],
  ['cost', '--period', 'this_month'],
  ['trace', 'research_agent', '--last'],
] as const;

/** Lets the example agents work and prints what was recorded. Resolves to the exit code. */
export async function runDemo(argv: readonly string[], host: DemoHost): Promise<number> {
  const options = parse(argv, host);
  if (options === undefined) return USAGE_ERROR;
  if (options.help) {
    host.stdout.write(`${USAGE}\n`);
    return SUCCESS;
  }
  if (options.live) {
    host.stderr.write('--live is not available yet: the demo only runs on the stand-in model server.\n');
    return USAGE_ERROR;
  }
  return demonstrate(host);
}

function parse(argv: readonly string[], { stderr }: DemoHost): DemoOptions | undefined {
  try {
    return readDemoOptions(argv);
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
    return undefined;
  }
}

async function demonstrate(host: DemoHost): Promise<number> {
  const database = join(host.cwd, '.kagura', 'demo.db');
  removeDatabase(database);
  host.stdout.write('Three example agents at work on a stand-in model server: no key, no network …\n');
  const calls = await record(database);
  host.stdout.write(`${summary(calls, relative(host.cwd, database))}\n`);
  for (const report of REPORTS) {
    const args = [...report, '--db', relative(host.cwd, database)];
    host.stdout.write(`\n$ kagura ${args.join(' ')}\n\n`);
    const exitCode = await run(args, { ...host, env: {}, now: () => new Date() });
    if (exitCode !== SUCCESS) return exitCode;
  }
  return SUCCESS;
}

/** Each run starts with an empty database, so that its numbers are those of the calls it has just made. */
function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

async function record(database: string): Promise<DemoCalls> {
  const server = await startModelServer({ latencyMs });
  const kagura = startObservability({ serviceName: 'kagura-demo', database, register: false });
  try {
    return await makeDemoCalls(modelClients(server));
  } finally {
    await kagura.shutdown();
    await server.close();
  }
}

const SHORTEST_MS = 5;
const SPREAD_MS = 50;

/** Some prompts take longer than others, the same ones each time. */
function latencyMs({ prompt }: ModelRequest): number {
  return SHORTEST_MS + (hash(prompt) % SPREAD_MS);
}

function summary({ succeeded, failed }: DemoCalls, database: string): string {
  return `${succeeded + failed} calls of agents, ${failed} of them failed on purpose, are recorded in ${database}.
The models are a stand-in: it counts four characters as one token and charges nobody.
The costs below are the providers' list prices applied to its counts.
To look further: npx --no-install kagura trace --last --db ${database}`;
}
