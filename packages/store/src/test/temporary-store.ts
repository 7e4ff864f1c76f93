import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanRecord } from '@kagura/core';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { SpanWriter } from '../span-writer';

const cleanups: (() => void)[] = [];

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kagura-store-')));
  // A check in a process of its own may still be at the file.
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** A database in a folder of its own that is closed and removed after the test. */
export function temporaryDatabase(): Database {
  const database = openDatabase({ path: join(temporaryFolder(), '.kagura', 'kagura.db') });
  cleanups.push(() => database.close());
  return database;
}

/** The same, holding the records. */
export function databaseWith(records: readonly SpanRecord[]): Database {
  const database = temporaryDatabase();
  store(database, records);
  return database;
}

/** Writes the records as a program would. */
export function store(database: Database, records: readonly SpanRecord[]): void {
  const writer = new SpanWriter(database, {
    onError: (error) => {
      throw error;
    },
  });
  for (const record of records) writer.add(record);
  writer.close();
}

/** Undoes what the functions above left behind; for `afterEach`. */
export function cleanUp(): void {
  for (const undo of cleanups.splice(0).reverse()) undo();
}
