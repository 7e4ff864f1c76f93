import type { Database } from './database';
import { INTERNALS } from './open-internals';
import { openWith } from './open-with';
import type { Warn } from './store-warning';

export interface OpenDatabaseOptions {
  /** Path of the file; a relative one is meant from the working directory. */
  readonly path: string;
  /**
   * Neither creates nor changes the database. SQLite may leave its two empty lock files (`-wal`, `-shm`) beside it.
   *
   * @default false
   */
  readonly readOnly?: boolean | undefined;
  /** Told about damage that was found and about a log that grows. Must not throw. Default: nobody is told. */
  readonly onWarning?: Warn | undefined;
}

/**
 * Opens the database. Unless `readOnly`, the folder (mode 0700, with a `.gitignore`) and the file (mode 0600) are made
 * where missing; an older schema is brought up to date, after a copy of the file was made as `<path>.schema-<version>`;
 * and a damaged file of our own is renamed to `<path>.corrupt-<time>`, with a new one in its place. A file that is not
 * known to be ours is never renamed.
 *
 * While it is open for writing, the file is checked for damage after a second and then daily, in a process of its own
 * and by one of all processes that have it open. Neither keeps the process alive.
 *
 * @throws StoreError `KAGURA_DB_NOT_FOUND` (read-only and missing), `KAGURA_DB_NEWER_SCHEMA`, `KAGURA_DB_LOCKED`, or
 *   `KAGURA_DB_UNREADABLE` for a folder, a damaged file, a file of another program, a full disk, or missing permissions.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  return openWith(options, INTERNALS);
}
