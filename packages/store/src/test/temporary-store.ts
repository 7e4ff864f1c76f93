import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanRecord } from '@kagura/core';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { pause } from '../pause';
import { SpanWriter } from '../span-writer';

const MOST_ATTEMPTS = 40;
const PAUSE_MS = 50;

const cleanups: (() => void)[] = [];

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kagura-store-')));
  cleanups.push(() => removeFolder(folder));
  return folder;
}

/**
 * A check in a process of its own may still be at the files. What it makes while the folder is being removed is not
 * seen by the retries of `rmSync`, so that it is called again.
 */
function removeFolder(folder: string): void {
  for (let attempts = 1; ; attempts += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (attempts === MOST_ATTEMPTS) throw error;
      pause(PAUSE_MS);
    }
  }
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
