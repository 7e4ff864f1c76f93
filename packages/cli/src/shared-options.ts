import type { SpanStatus, Weekday } from '@kagura/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
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
  readonly weekStart?: Weekday;
  readonly agent?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly env?: string;
  readonly session?: string;
  readonly user?: string;
  readonly tag?: { readonly key: string; readonly value: string };
  readonly status?: SpanStatus;
  /** Rows to show; 0 is all of them. */
  readonly limit?: number;
}

export type OptionalFlag = Exclude<keyof SharedOptions, 'db' | 'tz' | 'json' | 'quiet' | 'debug'>;

export const RANGE_FLAGS: readonly OptionalFlag[] = ['period', 'since', 'until', 'weekStart'];
export const FILTER_FLAGS: readonly OptionalFlag[] = [
  'agent',
  'model',
  'provider',
  'env',
  'session',
  'user',
  'tag',
  'status',
];

/** Shared flags that only some commands have a use for. */
const OPTIONAL_FLAGS: readonly OptionalFlag[] = [...RANGE_FLAGS, ...FILTER_FLAGS, 'limit'];

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
    .option('--week-start <day>', 'first day of a week: mon (default) or sun', parseWeekStart);
  program
    .option('-a, --agent <name>', 'only this agent')
    .option('-m, --model <name>', 'only this model')
    .option('--provider <name>', 'only this provider')
    .option('--env <name>', 'only this environment')
    .option('--session <id>', 'only this session')
    .option('--user <id>', 'only this user')
    .option('--tag <key=value>', 'only what carries this tag', parseTag)
    .addOption(new Option('--status <status>', 'only calls that ended so').choices(['ok', 'error']))
    .option('--limit <rows>', 'rows to show (default: all, as with 0)', parseLimit);
}

/** True for a flag that every command has, and for an optional one among those accepted. */
export function isAccepted(option: Option, accepted: readonly OptionalFlag[]): boolean {
  const name = option.attributeName();
  return accepted.some((flag) => flag === name) || !OPTIONAL_FLAGS.some((flag) => flag === name);
}

/** Refuses a flag that the command would have to ignore. */
export function rejectForeignFlags(command: Command, accepted: readonly OptionalFlag[]): void {
  const path = commandPath(command);
  const given = command.optsWithGlobals<Record<string, unknown>>();
  const foreign = rootOf(command).options.find(
    (option) => given[option.attributeName()] !== undefined && !isAccepted(option, accepted),
  );
  if (foreign !== undefined) {
    throw usageError(`${foreign.long} does not apply to '${path}'.`, `Run '${path} --help' for its flags.`);
  }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}

function parseLimit(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(rows)) {
    throw new InvalidArgumentError('It must be a whole number of rows.');
  }
  return rows;
}

function parseWeekStart(text: string): Weekday {
  const day = { mon: 'monday', sun: 'sunday' } as const;
  if (text !== 'mon' && text !== 'sun') {
    throw new InvalidArgumentError('Allowed choices are mon, sun.');
  }
  return day[text];
}

function parseTag(text: string): SharedOptions['tag'] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be a key and a value, like team=search.');
  }
  return { key, value };
}
