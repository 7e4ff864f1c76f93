import { readEnvironment } from './environment';
import { EXIT_CODE } from './exit-code';
import { run } from './main';

/** Runs the command with the process' own arguments and streams. The only place that knows the process. */
export function runProcess(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', endQuietlyOnClosedPipe);
  }
  const host = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: readEnvironment(),
    cwd: process.cwd(),
    now: () => new Date(),
  };
  run(process.argv.slice(2), host).then((exitCode) => {
    process.exitCode = exitCode;
  });
}

/** A reader that has seen enough (`| head`) is no failure. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(EXIT_CODE.success);
}
