import type { Budget } from './budget';
import type { BudgetCharge } from './budget-charge';
import type { BudgetSet, SynchronousBudgetLedger } from './budget-ledger';
import type { EntryState, LedgerEntry } from './ledger-entry';
import { requireAmount } from './ledger-rules';
import { MemoryBalances } from './memory-balances';
import { MemoryEntries, type MemoryEntry } from './memory-entries';
import { MemoryThresholds } from './memory-thresholds';
import type { BudgetBalance, Reservation, ReserveOutcome } from './reservation';
import type { Settlement, SettleOutcome } from './settlement';

/** Nobody but this process can tell of its calls again, and that soon. */
const HOUR_MS = 3_600_000;
/** What one call pays for those whose process died. */
const MAX_EXPIRED = 20;

export interface MemoryLedgerOptions {
  /**
   * Milliseconds since the Unix epoch.
   *
   * @default Date.now
   */
  readonly now?: (() => number) | undefined;
}

/** A ledger of this process, that ends with it. */
export class MemoryLedger implements SynchronousBudgetLedger {
  readonly name = 'memory';
  readonly isSynchronous = true;
  readonly callsKeptMs = HOUR_MS;
  readonly #clock: () => number;
  readonly #balances = new MemoryBalances();
  readonly #entries = new MemoryEntries();
  readonly #thresholds = new MemoryThresholds();
  readonly #budgets = new Map<string, Budget>();
  #version = 0;
  #latest = 0;

  constructor({ now = Date.now }: MemoryLedgerOptions = {}) {
    this.#clock = now;
  }

  now(): number {
    this.#latest = Math.max(this.#latest, this.#clock());
    return this.#latest;
  }

  reserve(reservation: Reservation): ReserveOutcome {
    const { callId, amountNanoUsd, leakNanoUsd, charges, version } = reservation;
    requireAmount(amountNanoUsd);
    requireAmount(leakNanoUsd);
    if (this.#entries.find(callId)) return { outcome: 'held', balances: this.balances(charges) };
    if (version !== this.#version) return { outcome: 'stale', reason: 'budgets' };
    const now = this.now();
    if (!charges.every(({ bucket, bucketEnd }) => bucket <= now && now < bucketEnd)) {
      return { outcome: 'stale', reason: 'clock' };
    }
    this.#expire({ now, limit: MAX_EXPIRED });
    const balances = this.balances(charges);
    const charge = charges.find((each, index) => each.blocks && !fits(each, amountNanoUsd, balances[index]));
    if (charge) return { outcome: 'denied', charge, balances };
    this.#balances.requireRoom(charges, 'reservedNanoUsd', amountNanoUsd);
    this.#hold(reservation, now);
    return { outcome: 'held', balances: this.balances(charges) };
  }

  settle({ callId, amountNanoUsd, charges }: Settlement): SettleOutcome {
    requireAmount(amountNanoUsd);
    const known = this.#entries.find(callId);
    if (known?.state === 'settled') {
      return { isFirst: false, balances: this.balances(charges), crossings: [] };
    }
    this.#balances.requireRoom(known?.places ?? charges, 'settledNanoUsd', amountNanoUsd);
    const entry = known ?? this.#addUnknown(callId, charges);
    this.#giveBack(entry);
    this.#balances.add(entry.places, { settledNanoUsd: amountNanoUsd });
    this.#entries.move(entry, 'settled', amountNanoUsd);
    const balances = this.balances(charges);
    const booked = new Set(entry.places.map((place) => place.budgetId));
    const crossings = charges.flatMap((charge, index) => {
      const balance = balances[index];
      return balance && booked.has(charge.budgetId) ? this.#thresholds.cross(charge, balance) : [];
    });
    return { isFirst: true, balances, crossings };
  }

  release(callId: string): boolean {
    const entry = this.#entries.find(callId);
    if (entry?.state !== 'held' && entry?.state !== 'uncertain') return false;
    this.#giveBack(entry);
    this.#entries.move(entry, 'released', 0);
    return true;
  }

  renew(callIds: readonly string[], ttlMs: number): void {
    const expiresAt = this.now() + ttlMs;
    for (const callId of callIds) this.#entries.renew(callId, expiresAt);
  }

  expire({ limit, owner }: { readonly limit: number; readonly owner?: string | undefined }): number {
    return this.#expire({ now: this.now(), limit, owner });
  }

  forgive(callId: string): number | undefined {
    const entry = this.#entries.find(callId);
    if (entry?.state !== 'uncertain') return undefined;
    this.release(callId);
    return entry.leakNanoUsd;
  }

  balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[] {
    return charges.map((charge) => this.#balances.of(charge));
  }

  entries({ state, limit }: { readonly state: EntryState; readonly limit: number }): readonly LedgerEntry[] {
    return this.#entries.list(state, limit);
  }

  budgets(): BudgetSet {
    return { version: this.#version, budgets: [...this.#budgets.values()] };
  }

  putBudget(budget: Budget): Budget | undefined {
    const replaced = this.#budgets.get(budget.id);
    this.#budgets.set(budget.id, budget);
    this.#version++;
    return replaced;
  }

  removeBudget(id: string): boolean {
    const isKnown = this.#budgets.delete(id);
    if (isKnown) this.#version++;
    return isKnown;
  }

  prune({ before, limit }: { readonly before: number; readonly limit: number }): number {
    return this.#entries.prune(before, limit);
  }

  close(): void {
    // The books stay, for whoever still has a call to settle.
  }

  #hold({ callId, amountNanoUsd, leakNanoUsd, charges, ...reservation }: Reservation, now: number): void {
    const { owner, agent = null, model = null, ttlMs } = reservation;
    const entry = this.#entries.add({
      callId,
      state: 'held',
      amountNanoUsd,
      countedNanoUsd: amountNanoUsd,
      leakNanoUsd,
      places: placesOf(charges),
      owner,
      agent,
      model,
      createdAt: now,
      expiresAt: now + ttlMs,
    });
    this.#balances.add(entry.places, { reservedNanoUsd: amountNanoUsd });
    for (const charge of charges) this.#dropPast(charge);
  }

  /** A call that nothing was held for, or whose hold was forgotten. */
  #addUnknown(callId: string, charges: readonly BudgetCharge[]): MemoryEntry {
    const now = this.now();
    return this.#entries.add({
      callId,
      state: 'released',
      amountNanoUsd: 0,
      countedNanoUsd: 0,
      leakNanoUsd: 0,
      places: placesOf(charges),
      owner: '',
      agent: null,
      model: null,
      createdAt: now,
      expiresAt: now,
    });
  }

  /** What an entry counts for while it is neither settled nor released. */
  #giveBack({ state, places, countedNanoUsd }: MemoryEntry): void {
    if (state === 'held') this.#balances.add(places, { reservedNanoUsd: -countedNanoUsd });
    if (state === 'uncertain') this.#balances.add(places, { uncertainNanoUsd: -countedNanoUsd });
  }

  #expire(overdue: {
    readonly now: number;
    readonly limit: number;
    readonly owner?: string | undefined;
  }): number {
    const entries = this.#entries.overdue(overdue);
    for (const entry of entries) {
      this.#giveBack(entry);
      this.#balances.add(entry.places, { uncertainNanoUsd: entry.leakNanoUsd });
      this.#entries.move(entry, entry.leakNanoUsd === 0 ? 'released' : 'uncertain', entry.leakNanoUsd);
    }
    return entries.length;
  }

  /** A length of time ends always now: what is past would gather without end. */
  #dropPast(charge: BudgetCharge): void {
    const { budgetId, bucket, start } = charge;
    if (start === bucket) return;
    this.#balances.dropPast(charge);
    // A call may be settled late, in the period before: what was told of that must still be known.
    this.#thresholds.dropPast(budgetId, start - (bucket - start));
  }
}

function placesOf(charges: readonly BudgetCharge[]): MemoryEntry['places'] {
  return charges.map(({ budgetId, bucket }) => ({ budgetId, bucket }));
}

function fits(
  { limitNanoUsd }: BudgetCharge,
  amountNanoUsd: number,
  balance: BudgetBalance | undefined,
): boolean {
  const { settledNanoUsd = 0, reservedNanoUsd = 0, uncertainNanoUsd = 0 } = balance ?? {};
  return settledNanoUsd + reservedNanoUsd + uncertainNanoUsd + amountNanoUsd <= limitNanoUsd;
}
