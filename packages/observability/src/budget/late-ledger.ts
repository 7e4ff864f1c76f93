import {
  type Awaitable,
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  type BudgetSet,
  type EntryState,
  type LedgerEntry,
  LedgerUnavailableError,
  type Reservation,
  type ReserveOutcome,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';

/**
 * Stands for a ledger in a file that cannot be opened yet. Until it can, it answers as one that cannot be asked does,
 * so that budgets which are known without it decide by their own policy.
 */
export class LateLedger implements BudgetLedger {
  readonly name = 'sqlite';
  readonly isSynchronous = true;
  readonly #openFile: () => BudgetLedger;
  #ledger: BudgetLedger | undefined;
  #failure: unknown;

  constructor(openFile: () => BudgetLedger, failure: unknown) {
    this.#openFile = openFile;
    this.#failure = failure;
  }

  /** Tries again, which may take its time: not on the call path. @throws what opening it throws */
  open(): void {
    if (this.#ledger) return;
    try {
      this.#ledger = this.#openFile();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  get callsKeptMs(): number {
    return this.#opened.callsKeptMs;
  }

  now(): number {
    return this.#ledger?.now() ?? Date.now();
  }

  reserve(reservation: Reservation): Awaitable<ReserveOutcome> {
    return this.#opened.reserve(reservation);
  }

  settle(settlement: Settlement): Awaitable<SettleOutcome> {
    return this.#opened.settle(settlement);
  }

  release(callId: string): Awaitable<boolean> {
    return this.#opened.release(callId);
  }

  renew(callIds: readonly string[], ttlMs: number): Awaitable<void> {
    return this.#opened.renew(callIds, ttlMs);
  }

  expire(options: { readonly limit: number; readonly owner?: string | undefined }): Awaitable<number> {
    return this.#opened.expire(options);
  }

  forgive(callId: string): Awaitable<number | undefined> {
    return this.#opened.forgive(callId);
  }

  balances(charges: readonly BudgetCharge[]): Awaitable<readonly BudgetBalance[]> {
    return this.#opened.balances(charges);
  }

  entries(query: { readonly state: EntryState; readonly limit: number }): Awaitable<readonly LedgerEntry[]> {
    return this.#opened.entries(query);
  }

  budgets(): Awaitable<BudgetSet> {
    return this.#opened.budgets();
  }

  putBudget(budget: Budget): Awaitable<Budget | undefined> {
    return this.#opened.putBudget(budget);
  }

  removeBudget(id: string): Awaitable<boolean> {
    return this.#opened.removeBudget(id);
  }

  prune(options: { readonly before: number; readonly limit: number }): Awaitable<number> {
    return this.#opened.prune(options);
  }

  close(): Awaitable<void> {
    return this.#ledger?.close();
  }

  get #opened(): BudgetLedger {
    if (this.#ledger) return this.#ledger;
    throw new LedgerUnavailableError('The file of the ledger could not be opened.', { cause: this.#failure });
  }
}
