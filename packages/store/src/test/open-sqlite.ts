import { loadDriver, type SqliteDatabase } from '../driver';

/** Opens a file as another program would, without this package's settings. */
export function openSqlite(path: string, readOnly = false): SqliteDatabase {
  const { DatabaseSync } = loadDriver();
  return new DatabaseSync(path, { readOnly, timeout: 0, enableForeignKeyConstraints: false });
}
