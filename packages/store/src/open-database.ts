import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUSY_TIMEOUT_MS, Connection } from './connection';
import { connection, type Database } from './database';
import { createDatabaseFile, requireDatabaseFile } from './database-file';
import { loadDriver } from './driver';
import { checkSchema, migrate, requireSchema } from './migrate';
import { isBusy, SQLITE, sqliteCode } from './sqlite-code';
import { StoreError, toStoreError } from './store-error';

export interface OpenDatabaseOptions {
  /** Path of the file; a relative one is meant from the working directory. */
  readonly path: string;
  /**
   * Neither creates nor changes the database. SQLite may leave its two empty lock files (`-wal`, `-shm`) beside it.
   *
   * @default false
   */
  readonly readOnly?: boolean | undefined;
}

/** SQLite does not wait for a lock when a file changes to WAL, so that is tried again for two seconds. */
const WAL_ATTEMPTS = 200;
const WAL_PAUSE_MS = 10;

/** 16 MB of log: rows of random ids touch the same pages again and again, which are then copied back only once. */
const CHECKPOINT_PAGES = 4_000;

/** What a burst or a slow reader made of the log is given back beyond this. */
const LARGEST_LOG_BYTES = 64 * 1024 * 1024;

/**
 * Opens the database. Unless `readOnly`, the folder (mode 0700, with a `.gitignore`) and the file (mode 0600) are made
 * where missing, and an older schema is brought up to date.
 *
 * @throws StoreError `KAGURA_DB_NOT_FOUND` (read-only and missing), `KAGURA_DB_NEWER_SCHEMA`, `KAGURA_DB_LOCKED`, or
 *   `KAGURA_DB_UNREADABLE` for a folder, a damaged file, a file of another program, or missing permissions.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const path = resolve(options.path);
  const readOnly = options.readOnly ?? false;
  const opened = readOnly ? openReadOnly(path) : openWritable(path);
  return { path, readOnly, close: () => opened.close(), [connection]: opened };
}

function openWritable(path: string): Connection {
  createDatabaseFile(path);
  return connect({ path, readOnly: false }, (opened) => {
    // Read first, so that a foreign or newer file is refused before anything in it changes.
    checkSchema(opened, path);
    useWriteAheadLog(opened);
    // In WAL mode this loses nothing when the process dies, and at most the last moments when the machine does.
    opened.exec('PRAGMA synchronous = NORMAL');
    opened.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    opened.exec(`PRAGMA journal_size_limit = ${LARGEST_LOG_BYTES}`);
    migrate(opened, path);
  });
}

function openReadOnly(path: string): Connection {
  requireDatabaseFile(path);
  const check = (opened: Connection) => requireSchema(opened, path);
  try {
    return connect({ path, readOnly: true }, check);
  } catch (error) {
    if (!isMissingLockFiles(error) || existsSync(`${path}-wal`)) throw error;
    // The folder cannot be written to and no one is writing: the file is read as it stands, without locks.
    return connect({ path, readOnly: true, location: `${pathToFileURL(path).href}?immutable=1` }, check);
  }
}

interface Target {
  readonly path: string;
  readonly readOnly: boolean;
  /** What SQLite is told to open, where that is not the path. */
  readonly location?: string;
}

function connect(target: Target, prepare: (opened: Connection) => void): Connection {
  const { path, readOnly, location = path } = target;
  const { DatabaseSync } = loadDriver();
  let opened: Connection | undefined;
  try {
    // A span and its content are written together and deleted together: checking each row would only cost time.
    const options = { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false };
    opened = new Connection(new DatabaseSync(location, options), path);
    // Views and defaults of a file that came from elsewhere may call nothing but harmless functions.
    opened.exec('PRAGMA trusted_schema = OFF');
    prepare(opened);
    return opened;
  } catch (error) {
    opened?.close();
    throw toStoreError(error, path);
  }
}

/** Readers and one writer at a time, none of which blocks the others. */
function useWriteAheadLog(opened: Connection): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      opened.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === WAL_ATTEMPTS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_PAUSE_MS);
    }
  }
}

function isMissingLockFiles(error: unknown): boolean {
  const code = sqliteCode(error instanceof StoreError ? error.cause : error);
  return code === SQLITE.CANTOPEN || code === SQLITE.READONLY;
}
