import { type Database, openDatabase, readSettings } from '@kagura/store';
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

interface CommandRequest {
  readonly host: Host;
  readonly output: Output;
  readonly options: SharedOptions;
  /** Opens the database to change it. */
  readonly writes: boolean;
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
