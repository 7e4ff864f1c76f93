import type { Command } from 'commander';
import type { CommandContext } from './command-context';
import type { OptionalFlag } from './shared-options';

/** A subcommand: how it is called and what it does. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** The optional shared flags it obeys; it refuses the others. */
  readonly accepts: readonly OptionalFlag[];
  /** Lines of the help that show how it is called. */
  readonly examples: readonly string[];
  /** Declares its own arguments and flags. */
  readonly configure: (command: Command) => void;
  readonly run: (context: CommandContext, command: Command) => void | Promise<void>;
}
