import { type Database, findDatabase, openDatabase, readSettings } from '@kagura/store';
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

/** Reads the database where there is one. One that was named has to be there. */
export async function withLooseContext(
  request: Omit<CommandRequest, 'writes'>,
  work: (context: LooseContext) => void | Promise<void>,
): Promise<void> {
  const { host, output, options } = request;
  const { env, cwd, now, confirm } = host;
  if ((options.db ?? env.database ?? findDatabase(cwd)) !== undefined) {
    await withContext({ ...request, writes: false }, work);
    return;
  }
  const timeZone = resolveTimeZone({ flag: options.tz, environment: env.timeZone, database: undefined });
  await work({ database: undefined, options, output, now: now(), timeZone, confirm });
}

/** Opens the database and gives it to the work; closes it whatever happens. */
export async function withContext(
  { host, output, options, writes }: CommandRequest,
  work: (context: CommandContext) => void | Promise<void>,
): Promise<void> {
  const { env, cwd, now, confirm } = host;
  const path = locateDatabase({ flag: options.db, environment: env.database, cwd });
  const database = writes ? openToWrite(path, output) : openDatabase({ path, readOnly: true });
  try {
    const timeZone = resolveTimeZone({
      flag: options.tz,
      environment: env.timeZone,
      database: readSettings(database).timeZone,
    });
    await work({ database, options, output, now: now(), timeZone, confirm });
  } finally {
    database.close();
  }
}

/** Never makes a file where there is none, nor a new one in place of one that is damaged: no command is for that. */
function openToWrite(path: string, output: Output): Database {
  openDatabase({ path, readOnly: true }).close();
  return openDatabase({ path, onWarning: (warning) => output.note(warning.message) });
}
