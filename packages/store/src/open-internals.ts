import { loadDriver, type SqliteDriver } from './driver';
import { MIGRATIONS } from './migrations';

/** What opening a database depends on besides its options; tests give their own. */
export interface OpenInternals {
  readonly migrations: readonly string[];
  loadDriver(): SqliteDriver;
  /** From opening to the check for damage, in milliseconds. */
  readonly checkDelayMs: number;
  /** Between two looks at the size of the log, in milliseconds. */
  readonly logWatchMs: number;
}

export const INTERNALS: OpenInternals = {
  migrations: MIGRATIONS,
  loadDriver,
  // What ends before this was not worth a process for the check.
  checkDelayMs: 1_000,
  logWatchMs: 5_000,
};
