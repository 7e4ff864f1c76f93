import {
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetSet,
  type EntryState,
  type LedgerEntry,
  LedgerUnavailableError,
  type Reservation,
  type ReserveOutcome,
  requireAmount,
  type Settlement,
  type SettleOutcome,
  type SynchronousBudgetLedger,
} from '@kagura/core';
import type { Connection } from '../connection';
import { connection, type Database } from '../database';
import { readBalances } from './balance-rows';
import { type Book, readBook } from './book';
import { deleteBudget, readBudgets, writeBudget } from './budget-rows';
import { deleteEntries, listEntries, setExpiry } from './entry-rows';
import type { LedgerClock } from './ledger-clock';
import { toLedgerFailure } from './ledger-failure';
import { expireHolds, forgiveCall, releaseCall } from './open-entries';
import { reserveCall } from './reserve-call';
import { settleCall } from './settle-call';

/** As long as a call may be told of again by a process that was away: longer than a month. */
const CALLS_KEPT_MS = 40 * 86_400_000;

/** The lock is asked for on the call path: whoever cannot wait tries again from where it can. In milliseconds. */
const LOCK_WAIT_MS = 50;

/** A ledger in a file that several processes and threads share, each with a connection of its own. */
export class SqliteLedger implements SynchronousBudgetLedger {
  readonly name = 'sqlite';
  readonly isSynchronous = true;
  readonly callsKeptMs = CALLS_KEPT_MS;
  readonly #database: Database;
  readonly #clock: LedgerClock;
  #isOpen = true;

  constructor(database: Database, clock: LedgerClock) {
    this.#database = database;
    this.#clock = clock;
    // Nothing waits inside SQLite; and to tell it so at each transaction takes a tenth of its time.
    database[connection].setBusyTimeout(0);
    this.#read((opened) => readBook(opened, clock));
  }

  now(): number {
    return this.#clock.now();
  }

  reserve(reservation: Reservation): ReserveOutcome {
    requireAmount(reservation.amountNanoUsd);
    requireAmount(reservation.leakNanoUsd);
    return this.#write((opened, book) => reserveCall(opened, book, reservation));
  }

  settle(settlement: Settlement): SettleOutcome {
    requireAmount(settlement.amountNanoUsd);
    return this.#write((opened, book) => settleCall(opened, book, settlement));
  }

  release(callId: string): boolean {
    return this.#write((opened) => releaseCall(opened, callId));
  }

  renew(callIds: readonly string[], ttlMs: number): void {
    if (callIds.length === 0) return;
    this.#write((opened, { now }) => {
      for (const callId of callIds) setExpiry(opened, callId, now + ttlMs);
    });
  }

  expire({ limit, owner }: { readonly limit: number; readonly owner?: string | undefined }): number {
    return this.#write((opened, { now }) => expireHolds(opened, { now, limit, owner }));
  }

  forgive(callId: string): number | undefined {
    return this.#write((opened) => forgiveCall(opened, callId));
  }

  balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[] {
    return this.#read((opened) => readBalances(opened, charges));
  }

  entries({ state, limit }: { readonly state: EntryState; readonly limit: number }): readonly LedgerEntry[] {
    return this.#read((opened) => listEntries(opened, state, limit));
  }

  budgets(): BudgetSet {
    return this.#read(readBudgets);
  }

  putBudget(budget: Budget): Budget | undefined {
    return this.#write((opened) => writeBudget(opened, budget));
  }

  removeBudget(id: string): boolean {
    return this.#write((opened) => deleteBudget(opened, id));
  }

  prune({ before, limit }: { readonly before: number; readonly limit: number }): number {
    return this.#write((opened) => deleteEntries(opened, before, limit));
  }

  close(): void {
    this.#isOpen = false;
    this.#database.close();
  }

  /** @throws LedgerUnavailableError */
  #write<Result>(body: (opened: Connection, book: Book) => Result): Result {
    return this.#ask((opened) =>
      opened.transaction('BEGIN IMMEDIATE', () => body(opened, readBook(opened, this.#clock)), LOCK_WAIT_MS),
    );
  }

  /** @throws LedgerUnavailableError */
  #read<Result>(body: (opened: Connection) => Result): Result {
    return this.#ask((opened) => opened.snapshot(() => body(opened)));
  }

  #ask<Result>(body: (opened: Connection) => Result): Result {
    if (!this.#isOpen) throw new LedgerUnavailableError(`The ledger ${this.#database.path} is closed.`);
    try {
      return body(this.#database[connection]);
    } catch (error) {
      throw toLedgerFailure(error, this.#database);
    }
  }
}
