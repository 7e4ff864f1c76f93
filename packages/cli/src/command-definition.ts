import type { Command } from 'commander';
import type { BudgetContext } from './budget/budget-context';
import type { CommandContext, LooseContext } from './command-context';
import type { ExitCode } from './exit-code';
import type { OptionalFlag } from './shared-options';

/**
 * A subcommand: how it is called, and where what it does is found (`load`); it does without a database where there is
 * none if that is optional, or works with the budgets beside it. Definitions are all loaded to read the command line,
 * so they import nothing heavy.
 */
export type CommandDefinition = CommandFacts &
  (
    | { readonly databaseOptional?: false; readonly load: () => CommandWork<CommandContext> }
    | { readonly databaseOptional: true; readonly load: () => CommandWork<LooseContext> }
    | { readonly databaseOptional: 'budgets'; readonly load: () => CommandWork<BudgetContext> }
  );

interface CommandFacts {
  readonly name: string;
  readonly summary: string;
  /** The optional shared flags it obeys; it refuses the others. */
  readonly accepts: readonly OptionalFlag[];
  /** Lines of the help that show how it is called. */
  readonly examples: readonly string[];
  /** What its JSON holds besides what every command's does. */
  readonly jsonFields: readonly JsonField[];
  /**
   * Opens the database to change it.
   *
   * @default false
   */
  readonly writes?: boolean;
  /** Declares its own arguments and flags. */
  readonly configure: (command: Command) => void;
}

/** Commands below one name, as in `kagura db info`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandDefinition[];
  /** The command that runs where none is named. @default none */
  readonly defaultCommand?: string;
}

/** Path, where `[]` stands for each entry of a list; type; meaning. */
export type JsonField = readonly [path: string, type: string, meaning: string];

/** Answers the exit code where it is not that of success. */
type CommandWork<Context> = (context: Context, command: Command) => CommandEnd | Promise<CommandEnd>;

// biome-ignore lint/suspicious/noConfusingVoidType: most commands answer nothing.
export type CommandEnd = ExitCode | void;
