import { join } from 'node:path';
import { openDatabase, readStoreSummary } from '@kagura/store';

/** How many agent invocations and calls outside of any a database holds. */
export function storedCalls(path: string): number {
  const database = openDatabase({ path, readOnly: true });
  try {
    return readStoreSummary(database).calls;
  } finally {
    database.close();
  }
}

interface Sqlite {
  readonly DatabaseSync: new (path: string) => { prepare(sql: string): { get(): unknown }; close(): void };
}

/** What SQLite finds when it reads through all of a database: `ok`, or what is wrong. */
export function integrityOf(path: string): string {
  const store = join(__dirname, '..', '..', '..', 'store');
  const { DatabaseSync } = require(require.resolve('@photostructure/sqlite', { paths: [store] })) as Sqlite;
  const database = new DatabaseSync(path);
  const { integrity_check: found } = database.prepare('PRAGMA integrity_check').get() as {
    integrity_check: string;
  };
  database.close();
  return found;
}
