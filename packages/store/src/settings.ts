import type { Database } from './database';

/** What every reader of one database has to agree on. */
export interface Settings {
  /** IANA name of the zone that days and months are counted in, for example `Asia/Tokyo`. */
  readonly timeZone?: string | undefined;
}

export function readSettings(database: Database): Settings {
  throw new Error(`not yet: ${database.path}`);
}

export function writeSettings(database: Database, settings: Settings): void {
  throw new Error(`not yet: ${database.path} ${settings.timeZone}`);
}
