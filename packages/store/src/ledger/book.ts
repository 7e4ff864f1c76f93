import type { Connection } from '../connection';
import { LedgerClock } from './ledger-clock';

/** The state of the ledger as a transaction finds it. */
export interface Book {
  /** Of the budgets. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** The time that the other connections know of. */
  readonly kept: number;
}

interface BookRow {
  readonly version: number;
  readonly clock_ms: number;
}

/** Errors are SQLite's own. */
export function readBook(opened: Connection, clock: LedgerClock): Book {
  const row = opened.statement('SELECT version, clock_ms FROM book').get() as BookRow;
  return { version: row.version, now: clock.meet(row.clock_ms), kept: row.clock_ms };
}

/**
 * Lets the other connections know of the time, where they have to.
 *
 * @param bucket the latest that is charged
 */
export function keepTime(opened: Connection, { now, kept }: Book, bucket = 0): void {
  if (!LedgerClock.isToKeep(now, kept, bucket)) return;
  opened.statement('UPDATE book SET clock_ms = ? WHERE id = 1').get(now);
}
