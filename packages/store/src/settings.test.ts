import { connection } from './database';
import { openDatabase } from './open-database';
import { readSettings, writeSettings } from './settings';
import { cleanUp, temporaryDatabase } from './test/temporary-store';

afterEach(cleanUp);

it('has no time zone until one is written, and then the last one', () => {
  const database = temporaryDatabase();
  expect(readSettings(database)).toEqual({});
  writeSettings(database, { timeZone: 'Asia/Tokyo' });
  writeSettings(database, { timeZone: 'Europe/Berlin' });
  writeSettings(database, {});
  expect(readSettings(database)).toEqual({ timeZone: 'Europe/Berlin' });
});

it('says that the database is locked, where another connection keeps the lock', () => {
  const database = temporaryDatabase();
  const other = openDatabase({ path: database.path });
  other[connection].exec('BEGIN IMMEDIATE');
  const write = () =>
    database[connection].withBusyTimeout(0, () => writeSettings(database, { timeZone: 'UTC' }));
  expect(write).toThrow(
    expect.objectContaining({
      code: 'KAGURA_DB_LOCKED',
      message: expect.stringMatching(/locked by another program\. Try again/),
    }),
  );
  other[connection].exec('ROLLBACK');
  other.close();
  expect(write).not.toThrow();
});

it('says that a database which was opened for reading cannot take settings', () => {
  const reader = openDatabase({ path: temporaryDatabase().path, readOnly: true });
  expect(() => writeSettings(reader, { timeZone: 'UTC' })).toThrow(
    expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE' }),
  );
  reader.close();
});
