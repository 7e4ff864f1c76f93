import { LedgerUnavailableError, type SynchronousBudgetLedger } from '@kagura/core';
import { INTERNALS, type OpenInternals } from '../open-internals';
import { openWith } from '../open-with';
import type { Warn } from '../store-warning';
import { expireDeadOwners } from './dead-owners';
import { LedgerClock } from './ledger-clock';
import { LEDGER_MIGRATIONS } from './ledger-migrations';
import { SqliteLedger } from './sqlite-ledger';

const LEDGER_INTERNALS: OpenInternals = {
  ...INTERNALS,
  content: 'ledger',
  filledBy: 'the first budget that is set',
  damaged: 'refused',
  migrations: LEDGER_MIGRATIONS,
};

export interface OpenLedgerOptions {
  /** Path of the file, usually `ledgerPathFor(database)`; a relative one is meant from the working directory. */
  readonly path: string;
  /**
   * Neither creates nor changes the ledger.
   *
   * @default false
   */
  readonly readOnly?: boolean | undefined;
  /** The wall clock, in milliseconds since the Unix epoch. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Told about damage that was found, a log that grows, and a clock that was set back. Must not throw. Default: nobody is told. */
  readonly onWarning?: Warn | undefined;
}

/**
 * Opens the ledger, which is made where it is missing, readable by its owner only. The holds of processes of this machine
 * that have died become uncertain. Each process and thread opens it for itself.
 *
 * Operations wait at most 50 ms for other processes and then throw a `LedgerUnavailableError`; asking again later is
 * always safe. Changing a ledger that was opened read-only fails the same way.
 *
 * @throws StoreError as `openDatabase`, but a damaged ledger is `KAGURA_DB_UNREADABLE` until somebody moves it away: no
 *   budget begins at zero by itself.
 */
export function openLedger(options: OpenLedgerOptions): SynchronousBudgetLedger {
  const { now = Date.now, onWarning: warn = () => undefined } = options;
  const database = openWith(options, LEDGER_INTERNALS);
  try {
    const ledger = new SqliteLedger(database, new LedgerClock({ path: database.path, now, warn }));
    if (!database.readOnly) expireNow(ledger);
    return ledger;
  } catch (error) {
    database.close();
    throw error;
  }
}

function expireNow(ledger: SynchronousBudgetLedger): void {
  try {
    expireDeadOwners(ledger);
  } catch (error) {
    // Others keep the ledger busy, or the disk is full: these holds are found when they are overdue.
    if (!(error instanceof LedgerUnavailableError)) throw error;
  }
}
