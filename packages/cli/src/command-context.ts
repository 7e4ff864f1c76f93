import { type Database, findDatabase, openDatabase, readSettings } from '@kagura/store';
import type { CommandEnd } from './command-definition';
import type { Environment } from './environment';
import { locateDatabase } from './locate-database';
import type { Output, OutputStreams } from './output';
import type { SharedOptions } from './shared-options';
import { resolveTimeZone } from './time-zone';

/** What the command takes from the machine it runs on. */
export interface Host extends OutputStreams {
  readonly env: Environment;
  readonly cwd: string;
  readonly now: () => Date;
  /** Width of the terminal that shows what is printed; `undefined` where it goes elsewhere. */
  readonly columns?: number | undefined;
  /** Asks for a yes; `undefined` where there is nobody to ask. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** What every command works with. */
export interface CommandContext {
  readonly database: Database;
  readonly options: SharedOptions;
  readonly output: Output;
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
  readonly columns: Host['columns'];
  readonly confirm: Host['confirm'];
}

/** The same for a command that also works where nothing was recorded yet. */
export interface LooseContext extends Omit<CommandContext, 'database'> {
  readonly database: Database | undefined;
}

interface CommandRequest {
  readonly host: Host;
  readonly output: Output;
  readonly options: SharedOptions;
  /** Opens the database to change it. */
  readonly writes: boolean;
}

export type LooseRequest = Omit<CommandRequest, 'writes'>;

/** Reads the database where there is one. One that was named has to be there. */
export async function withLooseContext(
  request: LooseRequest,
  work: (context: LooseContext) => CommandEnd | Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { host, output, options } = request;
  const { env, cwd, now, columns, confirm } = host;
  if ((options.db ?? env.database ?? findDatabase(cwd)) !== undefined) {
    return withContext({ ...request, writes: false }, work);
  }
  const timeZone = resolveTimeZone({ flag: options.tz, environment: env.timeZone, database: undefined });
  return work({ database: undefined, options, output, now: now(), timeZone, columns, confirm });
}

/** Opens the database and gives it to the work; closes it whatever happens. */
export async function withContext(
  { host, output, options, writes }: CommandRequest,
  work: (context: CommandContext) => CommandEnd | Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { env, cwd, now, columns, confirm } = host;
  const path = locateDatabase({ flag: options.db, environment: env.database, cwd });
  const database = writes ? openToWrite(path, output) : openDatabase({ path, readOnly: true });
  try {
    const timeZone = resolveTimeZone({
      flag: options.tz,
      environment: env.timeZone,
      database: readSettings(database).timeZone,
    });
    return await work({ database, options, output, now: now(), timeZone, columns, confirm });
  } finally {
    database.close();
  }
}

/** Never makes a file where there is none, nor a new one in place of one that is damaged: no command is for that. */
function openToWrite(path: string, output: Output): Database {
  openDatabase({ path, readOnly: true }).close();
  return openDatabase({ path, onWarning: (warning) => output.note(warning.message) });
}
