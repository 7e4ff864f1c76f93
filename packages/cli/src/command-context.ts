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
}

/** What every command works with. */
export interface CommandContext {
  readonly database: Database;
  readonly options: SharedOptions;
  readonly output: Output;
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
}

/** Opens the database to read and gives it to the work; closes it whatever happens. */
export async function withContext(
  { env, cwd, now }: Host,
  output: Output,
  options: SharedOptions,
  work: (context: CommandContext) => void | Promise<void>,
): Promise<void> {
  const path = locateDatabase({ flag: options.db, environment: env.database, cwd });
  const database = openDatabase({ path, readOnly: true });
  try {
    const timeZone = resolveTimeZone({
      flag: options.tz,
      environment: env.timeZone,
      database: readSettings(database).timeZone,
    });
    await work({ database, options, output, now: now(), timeZone });
  } finally {
    database.close();
  }
}
