import { CommanderError } from 'commander';
import type { Host } from './command-context';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { Output } from './output';
import { buildProgram } from './program';

/**
 * Runs one command line to its end. Never rejects: a failure is told on stderr and by the exit code.
 *
 * @param argv what follows the command's name
 */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  const output = new Output(host);
  try {
    const program = buildProgram(host, output);
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
    return output.exitCode;
  } catch (error) {
    // Commander takes the exit code that the process has so far for its own, so it cannot be asked.
    if (error instanceof CommanderError && output.helped) return EXIT_CODE.success;
    // What it needs to tell errors apart is loaded for errors alone.
    const { toCliError } = require('./failure') as typeof import('./failure');
    const failure = toCliError(error);
    // Read from the raw arguments, since parsing them may be what failed.
    output.fail(failure, { json: argv.includes('--json'), debug: argv.includes('--debug') });
    return failure.exitCode;
  }
}
