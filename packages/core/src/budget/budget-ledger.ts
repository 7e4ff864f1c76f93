import type { Budget } from './budget';
import type { BudgetCharge } from './budget-charge';
import type { EntryState, LedgerEntry } from './ledger-entry';
import type { BudgetBalance, Reservation, ReserveOutcome } from './reservation';
import type { Settlement, SettleOutcome } from './settlement';

/** What a ledger answers at once or later, which its kind decides. */
export type Awaitable<T> = T | Promise<T>;

export interface BudgetSet {
  /** Rises with every change of a budget. */
  readonly version: number;
  readonly budgets: readonly Budget[];
}

/**
 * Keeps budgets and what was spent of them. Every operation is atomic over all of its budgets, and asking the same
 * again has no further effect. A ledger that cannot be reached throws, or rejects with, a `LedgerUnavailableError`.
 *
 * An entry goes from held to settled, released or uncertain; from released and uncertain a settlement, whenever it
 * comes, still settles it, in the buckets that were charged when the hold was made.
 */
export interface BudgetLedger {
  readonly name: 'memory' | 'sqlite' | 'redis';
  readonly isSynchronous: boolean;
  /**
   * How long calls that have ended are worth remembering, in milliseconds: as long as somebody may still tell of them
   * again, which then must not count twice.
   */
  readonly callsKeptMs: number;
  /** Milliseconds since the Unix epoch on the ledger's clock, which never goes back; as far as it is known without asking. */
  now(): number;
  /** Denied where for any blocking charge settled + reserved + uncertain + amount is more than the limit. */
  reserve(reservation: Reservation): Awaitable<ReserveOutcome>;
  /** Always accepted, also above the limit: it has been spent. */
  settle(settlement: Settlement): Awaitable<SettleOutcome>;
  /** For a call that was certainly not charged. No effect on one that is settled. True where it has had an effect. */
  release(callId: string): Awaitable<boolean>;
  /** Holds of these calls last so many milliseconds from now. */
  renew(callIds: readonly string[], ttlMs: number): Awaitable<void>;
  /** Makes overdue holds uncertain, at most `limit`; with an owner also those of it that are not overdue. Answers how many. */
  expire(options: { readonly limit: number; readonly owner?: string | undefined }): Awaitable<number>;
  /** Strikes the uncertain money of a call; answers how much it was, `undefined` where there was none. */
  forgive(callId: string): Awaitable<number | undefined>;
  /** One by one. */
  balances(charges: readonly BudgetCharge[]): Awaitable<readonly BudgetBalance[]>;
  /** The oldest first. */
  entries(query: { readonly state: EntryState; readonly limit: number }): Awaitable<readonly LedgerEntry[]>;
  budgets(): Awaitable<BudgetSet>;
  /** Adds a budget, or replaces the one of the same id, whose money stays. Answers the replaced one. */
  putBudget(budget: Budget): Awaitable<Budget | undefined>;
  /** Its money stays in the books, and counts again for a budget of the same id. False where there was none. */
  removeBudget(id: string): Awaitable<boolean>;
  /** Forgets settled and released entries from before, at most `limit`; balances stay. Answers how many. */
  prune(options: { readonly before: number; readonly limit: number }): Awaitable<number>;
  close(): Awaitable<void>;
}

/** A ledger that answers at once, so that it can guard functions that are not asynchronous. */
export interface SynchronousBudgetLedger extends BudgetLedger {
  readonly isSynchronous: true;
  reserve(reservation: Reservation): ReserveOutcome;
  settle(settlement: Settlement): SettleOutcome;
  release(callId: string): boolean;
  renew(callIds: readonly string[], ttlMs: number): void;
  expire(options: { readonly limit: number; readonly owner?: string | undefined }): number;
  forgive(callId: string): number | undefined;
  balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[];
  entries(query: { readonly state: EntryState; readonly limit: number }): readonly LedgerEntry[];
  budgets(): BudgetSet;
  putBudget(budget: Budget): Budget | undefined;
  removeBudget(id: string): boolean;
  prune(options: { readonly before: number; readonly limit: number }): number;
  close(): void;
}
