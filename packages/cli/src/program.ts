import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type Option } from 'commander';
import { type Host, withContext } from './command-context';
import type { CommandDefinition } from './command-definition';
import { costCommand } from './commands/cost';
import { statsCommand } from './commands/stats';
import { traceCommand } from './commands/trace';
import type { Output } from './output';
import { addSharedOptions, isAccepted, rejectForeignFlags, type SharedOptions } from './shared-options';

const COMMANDS: readonly CommandDefinition[] = [statsCommand, costCommand, traceCommand];

const EXIT_CODES_HELP = `
Exit codes:
  0  success, also when there is nothing to show
  1  unexpected failure
  2  unknown command, flag or value
  3  no database, or one that cannot be read
  4  something named does not exist`;

/** The command line with all its subcommands. It never ends the process: it throws instead. */
export function buildProgram(host: Host, output: Output): Command {
  const program = new Command('kagura')
    .description('What LLM agents did, how long it took and what it cost')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      // An error is thrown as well, and reported where it is caught.
      writeErr: () => undefined,
    })
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions,
    })
    .addHelpText('after', EXIT_CODES_HELP);
  addSharedOptions(program);
  for (const definition of COMMANDS) {
    addCommand(program, definition, host, output);
  }
  return program;
}

function addCommand(program: Command, definition: CommandDefinition, host: Host, output: Output): void {
  const { name, summary, accepts, examples, configure, run } = definition;
  const command = program.command(name).description(summary);
  configure(command);
  command.addHelpText('after', ['', 'Examples:', ...examples.map((example) => `  ${example}`)].join('\n'));
  command.action(async () => {
    rejectForeignFlags(command, accepts);
    await withContext(host, output, command.optsWithGlobals<SharedOptions>(), (context) =>
      run(context, command),
    );
  });
}

/** Of the flags of all commands, the help of one shows those that it obeys. */
function visibleGlobalOptions(command: Command): Option[] {
  const definition = COMMANDS.find(({ name }) => name === command.name());
  const options = command.parent?.options ?? [];
  return options.filter((option) => definition !== undefined && isAccepted(option, definition.accepts));
}

function readVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(__dirname, '..', 'package.json'), 'utf8'),
  );
  return manifest.version;
}
