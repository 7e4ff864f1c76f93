import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from './connection';
import { connection, type Database } from './database';
import { isBusy } from './sqlite-code';
import { toStoreError } from './store-error';

/** Rows that go in one transaction: other writers wait no longer than it takes. */
export const CHUNK_ROWS = 1_000;

/** A lock may hold up the event loop no longer than this, in milliseconds. */
const LOCK_WAIT_MS = 20;
const RETRY_MS = 50;
/** About ten seconds of attempts. */
const MAX_ATTEMPTS = 150;

/**
 * Runs the step in a transaction of its own until it answers that nothing is left. Between two transactions the event
 * loop and other writers have their turn.
 *
 * @throws StoreError `KAGURA_DB_LOCKED` while another program keeps writing for ten seconds.
 */
export async function inChunks(database: Database, step: (opened: Connection) => boolean): Promise<void> {
  while (await runStep(database, step)) await new Promise((resolve) => setImmediate(resolve));
}

async function runStep(database: Database, step: (opened: Connection) => boolean): Promise<boolean> {
  const opened = database[connection];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return opened.transaction('BEGIN IMMEDIATE', () => step(opened), LOCK_WAIT_MS);
    } catch (error) {
      if (!isBusy(error) || attempt === MAX_ATTEMPTS) throw toStoreError(error, database.path);
      await wait(RETRY_MS);
    }
  }
}
