import { connection, type Database } from './database';

/** What every reader of one database has to agree on. */
export interface Settings {
  /** IANA name of the zone that days and months are counted in, for example `Asia/Tokyo`. */
  readonly timeZone?: string | undefined;
}

const TIME_ZONE = 'time_zone';

/** @throws StoreError */
export function readSettings(database: Database): Settings {
  const row = database[connection].get<{ value: string }>('SELECT value FROM setting WHERE key = ?', [
    TIME_ZONE,
  ]);
  return row ? { timeZone: row.value } : {};
}

/**
 * Keeps the given settings; those left out stay as they are.
 *
 * @throws StoreError
 */
export function writeSettings(database: Database, settings: Settings): void {
  if (settings.timeZone === undefined || settings.timeZone === readSettings(database).timeZone) return;
  database[connection].run(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [TIME_ZONE, settings.timeZone],
  );
}
