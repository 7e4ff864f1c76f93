import { usageError } from './cli-error';

/** The time zones that may be asked for, the first one given wins. */
export interface TimeZoneSources {
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  readonly database: string | undefined;
  /** The configuration file's. */
  readonly file?: string | undefined;
}

/**
 * The IANA name of the zone to report in: the flag's, the environment's, the database's, the configuration file's, else the system's.
 *
 * @throws CliError for a zone that does not exist
 */
export function resolveTimeZone({ flag, environment, database, file }: TimeZoneSources): string {
  if (flag !== undefined) {
    return checkTimeZone(namedZone(flag), '--tz');
  }
  if (environment !== undefined) {
    return checkTimeZone(namedZone(environment), 'KAGURA_TZ');
  }
  if (database !== undefined) {
    return checkTimeZone(database, 'the database');
  }
  return file === undefined ? systemTimeZone() : checkTimeZone(file, 'kagura.config.json');
}

function namedZone(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'local' ? systemTimeZone() : lower === 'utc' ? 'UTC' : name;
}

function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function checkTimeZone(timeZone: string, source: string): string {
  try {
    // The name stays as given: what the runtime resolves it to may be an older alias.
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    throw usageError(
      `Unknown time zone "${timeZone}" (from ${source}).`,
      'Use --tz with an IANA name such as Asia/Tokyo, or with local or utc.',
    );
  }
}
