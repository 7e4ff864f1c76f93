import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { BUSY_TIMEOUT_MS, Connection } from './connection';
import { requireDatabaseFile } from './database-file';
import { checkSchema, migrate, requireSchema } from './migrate';
import type { OpenInternals } from './open-internals';
import { pause } from './pause';
import { isBusy, SQLITE, sqliteCode } from './sqlite-code';
import { StoreError, toStoreError } from './store-error';

/** SQLite does not wait for a lock when a file changes to WAL, so that is tried again for two seconds. */
const WAL_ATTEMPTS = 200;
const WAL_PAUSE_MS = 10;

/** 16 MB of log: rows of random ids touch the same pages again and again, which are then copied back only once. */
const CHECKPOINT_PAGES = 4_000;

/** What a burst or a slow reader made of the log is given back beyond this. */
const LARGEST_LOG_BYTES = 64 * 1024 * 1024;

/** @throws StoreError */
export function connectWritable(path: string, internals: OpenInternals): Connection {
  return connect({ path, readOnly: false }, internals, (opened) => {
    // Read first, so that a foreign or newer file is refused before anything in it changes.
    checkSchema(opened, path, internals);
    useWriteAheadLog(opened);
    // In WAL mode this loses nothing when the process dies, and at most the last moments when the machine does.
    opened.exec('PRAGMA synchronous = NORMAL');
    opened.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    opened.exec(`PRAGMA journal_size_limit = ${LARGEST_LOG_BYTES}`);
    migrate(opened, path, internals);
  });
}

/** @throws StoreError */
export function connectReadOnly(path: string, internals: OpenInternals): Connection {
  requireDatabaseFile(path, internals.filledBy);
  const check = (opened: Connection) => requireSchema(opened, path, internals);
  try {
    return connect({ path, readOnly: true }, internals, check);
  } catch (error) {
    if (!isMissingLockFiles(error) || existsSync(`${path}-wal`)) throw error;
    // The folder cannot be written to and no one is writing: the file is read as it stands, without locks.
    const location = `${pathToFileURL(path).href}?immutable=1`;
    return connect({ path, readOnly: true, location }, internals, check);
  }
}

interface Target {
  readonly path: string;
  readonly readOnly: boolean;
  /** What SQLite is told to open, where that is not the path. */
  readonly location?: string;
}

function connect(
  target: Target,
  internals: OpenInternals,
  prepare: (opened: Connection) => void,
): Connection {
  const { path, readOnly, location = path } = target;
  const { DatabaseSync } = internals.loadDriver();
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
      pause(WAL_PAUSE_MS);
    }
  }
}

function isMissingLockFiles(error: unknown): boolean {
  const code = sqliteCode(error instanceof StoreError ? error.cause : error);
  return code === SQLITE.CANTOPEN || code === SQLITE.READONLY;
}
