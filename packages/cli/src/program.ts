import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Host } from './command-context';
import type { CommandDefinition, CommandEnd, CommandGroup } from './command-definition';
import { budgetCommands } from './commands/budget';
import { costCommand } from './commands/cost';
import { databaseCommands } from './commands/database';
import { pricingCommands } from './commands/pricing';
import { statsCommand } from './commands/stats';
import { traceCommand } from './commands/trace';
import { EXIT_CODE } from './exit-code';
import { commandHelp } from './help';
import type { Output } from './output';
import { addSharedOptions, isAccepted, rejectForeignFlags, type SharedOptions } from './shared-options';

const COMMANDS: readonly CommandDefinition[] = [statsCommand, costCommand, traceCommand];
const GROUPS: readonly CommandGroup[] = [budgetCommands, databaseCommands, pricingCommands];

const EXIT_CODES_HELP = `
Exit codes:
  0  success, also when there is nothing to show
  1  unexpected failure
  2  unknown command, flag or value
  3  no database, or one that cannot be read
  4  something named does not exist
  5  a condition does not hold: budget check with a budget that is overspent`;

/** The command line with all its subcommands. It never ends the process: it throws instead. */
export function buildProgram(host: Host, output: Output): Command {
  const program = new Command('kagura')
    .description('What LLM agents did, how long it took and what it cost')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.printOwn(text.trimEnd()),
      // An error is thrown as well, and reported where it is caught.
      writeErr: () => undefined,
    })
    .addHelpText('after', EXIT_CODES_HELP);
  addSharedOptions(program);
  const add = (parent: Command, definition: CommandDefinition, isDefault = false): void => {
    const command = addCommand(program, parent, definition, isDefault);
    command.action(async () => {
      output.exitCode = (await runCommand(command, definition, host, output)) ?? EXIT_CODE.success;
    });
  };
  for (const definition of COMMANDS) {
    add(program, definition);
  }
  for (const { name, summary, commands, defaultCommand } of GROUPS) {
    const group = program.command(name).description(summary);
    for (const definition of commands) {
      add(group, definition, definition.name === defaultCommand);
    }
  }
  return program;
}

function addCommand(
  program: Command,
  parent: Command,
  definition: CommandDefinition,
  isDefault: boolean,
): Command {
  const { name, summary, accepts, configure } = definition;
  const command = parent.command(name, { isDefault }).description(summary);
  configure(command);
  return command
    .configureHelp({
      showGlobalOptions: true,
      // Of the flags of all commands, the help of one shows those that it obeys.
      visibleGlobalOptions: () => program.options.filter((option) => isAccepted(option, accepts)),
    })
    .addHelpText('after', () => commandHelp(definition));
}

async function runCommand(
  command: Command,
  definition: CommandDefinition,
  host: Host,
  output: Output,
): Promise<CommandEnd> {
  rejectForeignFlags(command, definition.accepts);
  const { withContext, withLooseContext } =
    require('./command-context') as typeof import('./command-context');
  const options = command.optsWithGlobals<SharedOptions>();
  if (definition.databaseOptional === 'budgets') {
    const { withBudgetContext } =
      require('./budget/budget-context') as typeof import('./budget/budget-context');
    return withBudgetContext({ host, output, options }, (context) => definition.load()(context, command));
  }
  if (definition.databaseOptional === true) {
    return withLooseContext({ host, output, options }, (context) => definition.load()(context, command));
  }
  return withContext({ host, output, options, writes: definition.writes ?? false }, (context) =>
    definition.load()(context, command),
  );
}

function readVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(__dirname, '..', 'package.json'), 'utf8'),
  );
  return manifest.version;
}
