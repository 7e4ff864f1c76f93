import { tmpdir } from 'node:os';
import type { Host } from '../command-context';
import type { Environment } from '../environment';
import { run } from '../main';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRunOptions {
  readonly cwd?: string;
  readonly env?: Environment;
  readonly now?: () => Date;
  /** Width of the terminal; without it the output goes into a file. */
  readonly columns?: number;
  /** Answers questions; without it nobody can be asked. */
  readonly confirm?: Host['confirm'];
}

/** Runs one command line inside this process and collects what it prints. */
export async function runCli(argv: readonly string[], options: CliRunOptions = {}): Promise<CliRun> {
  const { cwd = tmpdir(), env = { timeZone: 'UTC' }, now = () => new Date('2025-10-27T12:00:00Z') } = options;
  const { columns, confirm } = options;
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exitCode = await run(argv, {
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    env,
    cwd,
    now,
    columns,
    confirm,
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}
