import { readEnvironment } from './environment';
import { EXIT_CODE } from './exit-code';
import { run } from './main';

/** Runs the command with the process' own arguments and streams. The only place that knows the process. */
export function runProcess(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', endQuietlyOnClosedPipe);
  }
  const { stdin, stdout, stderr } = process;
  const host = {
    stdout,
    stderr,
    env: readEnvironment(),
    cwd: process.cwd(),
    now: () => new Date(),
    columns: stdout.isTTY ? stdout.columns : undefined,
    confirm: stdin.isTTY && stderr.isTTY ? ask : undefined,
  };
  run(process.argv.slice(2), host).then((exitCode) => {
    process.exitCode = exitCode;
  });
}

/** Questions go to stderr, since stdout may be a file. */
function ask(question: string): Promise<boolean> {
  const { askOnTerminal } = require('./ask-on-terminal') as typeof import('./ask-on-terminal');
  return askOnTerminal(question, {
    input: process.stdin,
    output: process.stderr,
    interrupt: () => process.kill(process.pid, 'SIGINT'),
  });
}

/** A reader that has seen enough (`| head`) is no failure. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(EXIT_CODE.success);
}
