import { loadDriver, type SqliteDriver } from './driver';
import type { APPLICATION_IDS } from './migrate';
import { MIGRATIONS } from './migrations';

/** What opening a database depends on besides its options; tests give their own. */
export interface OpenInternals {
  readonly content: keyof typeof APPLICATION_IDS;
  /** In words: what a file that is not there yet, or empty, waits for. */
  readonly filledBy: string;
  /** What becomes of a damaged file when it is opened: another takes its place, or it is refused. */
  readonly damaged: 'replaced' | 'refused';
  readonly migrations: readonly string[];
  loadDriver(): SqliteDriver;
  /** From opening to the check for damage, in milliseconds. */
  readonly checkDelayMs: number;
  /** Between two looks at the size of the log, in milliseconds. */
  readonly logWatchMs: number;
}

export const INTERNALS: OpenInternals = {
  content: 'spans',
  filledBy: 'the first call that is recorded',
  damaged: 'replaced',
  migrations: MIGRATIONS,
  loadDriver,
  // What ends before this was not worth a process for the check.
  checkDelayMs: 1_000,
  logWatchMs: 5_000,
};
