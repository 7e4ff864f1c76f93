import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a process ended, as its parent sees it. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Arguments of `node`: the program's file, or `-e` and its text. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with every line that the program prints, to answer it with a signal, say. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

/** Ends a program that hangs, so that the test fails instead of waiting. */
const HANGING_MS = 60_000;

/** Runs a program in a Node.js process of its own. */
export async function runProgram({ args, env, cwd, onLine }: RunOptions): Promise<Ending> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGING_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout += `${line}\n`;
    onLine?.(line, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, stdout, stderr };
}
