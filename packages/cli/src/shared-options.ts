import { type Command, InvalidArgumentError, type Option } from 'commander';
import { usageError } from './cli-error';

/** The flags that several commands share. */
export interface SharedOptions {
  readonly db?: string;
  readonly tz?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly period?: string;
  readonly since?: string;
  readonly until?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly env?: string;
  /** Rows to show; 0 is all of them. */
  readonly limit?: number;
}

/** Shared flags that only some commands have a use for. */
const OPTIONAL_FLAGS = ['period', 'since', 'until', 'agent', 'model', 'provider', 'env', 'limit'] as const;

export type OptionalFlag = (typeof OPTIONAL_FLAGS)[number];

export const RANGE_FLAGS: readonly OptionalFlag[] = ['period', 'since', 'until'];
export const FILTER_FLAGS: readonly OptionalFlag[] = ['agent', 'model', 'provider', 'env'];

/** Declares every shared flag on the program, so that each may stand before or after the command's name. */
export function addSharedOptions(program: Command): void {
  program
    .option(
      '--db <path>',
      'database file (default: KAGURA_DB, else .kagura/kagura.db found upward from here)',
    )
    .option('--tz <zone>', 'time zone: an IANA name, local or utc (default: KAGURA_TZ, else the one stored)')
    .option('--json', 'print JSON')
    .option('-q, --quiet', 'print no notes')
    .option('--debug', 'print the stack of an error');
  program
    .option(
      '--period <period>',
      'today, this_week, last_month, …, all, 24h, 7d, 2025-10, 2025-W42, 2025-10-27',
    )
    .option('--since <time>', 'from a date, a date and time, or ago: 2h, 7d')
    .option('--until <time>', 'up to a time, or to the end of a day')
    .option('-a, --agent <name>', 'only this agent')
    .option('-m, --model <name>', 'only this model')
    .option('--provider <name>', 'only this provider')
    .option('--env <name>', 'only this environment')
    .option('--limit <rows>', 'rows to show (default: all, as with 0)', parseLimit);
}

/** True for a flag that every command has, and for an optional one among those accepted. */
export function isAccepted(option: Option, accepted: readonly OptionalFlag[]): boolean {
  const name = option.attributeName();
  return accepted.some((flag) => flag === name) || !OPTIONAL_FLAGS.some((flag) => flag === name);
}

/** Refuses a flag that the command would have to ignore. */
export function rejectForeignFlags(command: Command, accepted: readonly OptionalFlag[]): void {
  const given: SharedOptions = command.optsWithGlobals();
  const foreign = OPTIONAL_FLAGS.find((flag) => given[flag] !== undefined && !accepted.includes(flag));
  if (foreign !== undefined) {
    throw usageError(
      `--${foreign} does not apply to 'kagura ${command.name()}'.`,
      `Run 'kagura ${command.name()} --help' for its flags.`,
    );
  }
}

function parseLimit(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(rows)) {
    throw new InvalidArgumentError('It must be a whole number of rows.');
  }
  return rows;
}
