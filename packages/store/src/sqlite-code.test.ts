import { join } from 'node:path';
import type { SqliteDatabase } from './driver';
import { isBusy, SQLITE, sqliteCode } from './sqlite-code';
import { openSqlite } from './test/open-sqlite';
import { cleanUp, temporaryFolder } from './test/temporary-store';

const opened: SqliteDatabase[] = [];

afterEach(() => {
  for (const sqlite of opened.splice(0)) sqlite.close();
  cleanUp();
});

function open(path: string, readOnly = false): SqliteDatabase {
  const sqlite = openSqlite(path, readOnly);
  opened.push(sqlite);
  return sqlite;
}

function errorOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const WRITE = "INSERT INTO note VALUES ('text')";

/** Whatever may be asked of a driver. */
const WAYS: [string, (sqlite: SqliteDatabase) => unknown][] = [
  ['exec', (sqlite) => sqlite.exec(WRITE)],
  ['run', (sqlite) => sqlite.prepare(WRITE).run()],
  ['get', (sqlite) => sqlite.prepare(WRITE).get()],
  ['all', (sqlite) => sqlite.prepare(WRITE).all()],
];

it.each(WAYS)(
  'tells a lock, a file that may only be read and a broken rule from each other: %s',
  (_, ask) => {
    const path = join(temporaryFolder(), 'notes.db');
    const sqlite = open(path);
    sqlite.exec('CREATE TABLE note (text TEXT UNIQUE) STRICT');
    sqlite.exec('BEGIN IMMEDIATE');
    expect(isBusy(errorOf(() => ask(open(path))))).toBe(true);
    expect(sqliteCode(errorOf(() => ask(open(path, true))))).toBe(SQLITE.READONLY);
    sqlite.exec(WRITE);
    // Which rule it is, no message tells that is worth reading.
    expect([SQLITE.CONSTRAINT, SQLITE.ERROR]).toContain(sqliteCode(errorOf(() => ask(sqlite))));
  },
);

it('knows errors that are none of SQLite', () => {
  const path = join(temporaryFolder(), 'notes.db');
  const sqlite = openSqlite(path);
  sqlite.close();
  for (const error of [errorOf(() => sqlite.exec(WRITE)), new Error('database is locked'), 'text', null]) {
    expect(sqliteCode(error)).toBeUndefined();
  }
});
