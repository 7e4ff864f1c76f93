import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { SEED_AGENTS } from '../seed-store/seed-agents';
import { SEED_MODELS } from '../seed-store/seed-models';
import { median } from './median';

export interface ReadOptions {
  /** Path of the store. */
  readonly database: string;
  /** A session that it holds. */
  readonly session: string;
  readonly rounds: number;
}

/** How long a command took from its start to its end, as a whole process. */
export interface ReadMeasurement {
  readonly command: string;
  readonly ms: number;
}

const BIN = join(dirname(require.resolve('@kagura/cli/package.json')), 'bin', 'kagura.js');

/** Medians of the commands that read. The first only prints the version: what starting a process takes. */
export function measureReads({ database, session, rounds }: ReadOptions): ReadMeasurement[] {
  const commands = commandsFor(session).map((command) => ({ command, times: [] as number[] }));
  // The first round is for the caches of the file system. Then one after the other, so that a slow minute hits all.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { command, times } of commands) {
      const ms = timeOf(command, database);
      if (round > 0) times.push(ms);
    }
  }
  return commands.map(({ command, times }) => ({ command, ms: median(times) }));
}

function commandsFor(session: string): string[] {
  const [{ name: agent }] = SEED_AGENTS;
  const [{ model }] = SEED_MODELS;
  return [
    'kagura --version',
    'kagura stats',
    'kagura cost --period 30d',
    'kagura trace --last',
    `kagura stats --agent ${agent}`,
    `kagura stats -m ${model}`,
    `kagura cost --period 30d -m ${model}`,
    `kagura stats --session ${session}`,
    `kagura cost --period 30d --session ${session}`,
    'kagura stats --status error',
    'kagura cost --period 30d --tag team=sales',
    'kagura db info',
  ];
}

function timeOf(command: string, database: string): number {
  const [, ...argv] = command.split(' ');
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
    env: { KAGURA_DB: database },
    encoding: 'utf8',
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
  return ms;
}
