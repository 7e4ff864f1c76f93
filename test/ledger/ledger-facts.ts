import {
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  chargeOf,
  type EntryState,
  type Reservation,
  type ReserveOutcome,
  type SettleOutcome,
} from '@kagura/core';
import type { Answer, Operation } from './ledger-operation';

/** All that is known of a call. */
export interface CallFact {
  readonly callId: string;
  readonly owner: string;
  readonly amount: number;
  readonly leak: number;
  /** Where its money is booked. */
  readonly charges: readonly BudgetCharge[];
  readonly createdAt: number;
  expiresAt: number;
  state: EntryState;
  /** What it counts for: its hold, what leaked of it, or its cost. */
  counted: number;
  /** How much more it has cost than it counted for before: what no limit could stop. */
  excess: number;
}

type ReserveOperation = Extract<Operation, { kind: 'reserve' }>;

const MAX_EXPIRED = 20;

/**
 * What has happened to a ledger, as a plain list, from which every balance is counted anew. It believes what the ledger
 * says it has done, and knows what it should have said.
 */
export class LedgerFacts {
  readonly calls: CallFact[] = [];
  readonly budgets = new Map<string, Budget>();
  readonly dead: string[] = [];
  /** Each with the highest limit that it has had; also those that were removed. */
  readonly known = new Map<string, Budget>();
  now: number;
  /** By budgets, at this time. */
  readonly #starts = new Map<string, number>();

  constructor(now: number) {
    this.now = now;
  }

  /** The clock of a ledger never goes back. */
  see(now: number): void {
    if (now <= this.now) return;
    this.now = now;
    this.#starts.clear();
  }

  /** True for what was done before, and must have no effect again. */
  isRepeat(operation: Operation): boolean {
    switch (operation.kind) {
      case 'reserve':
        return this.find(operation.reservation.callId) !== undefined;
      case 'settle':
        return this.find(operation.settlement.callId)?.state === 'settled';
      case 'release':
        return ['settled', 'released'].includes(this.find(operation.callId)?.state ?? 'released');
      default:
        return false;
    }
  }

  hasOverdue(): boolean {
    return this.calls.some(({ state, expiresAt }) => state === 'held' && expiresAt <= this.now);
  }

  find(callId: string): CallFact | undefined {
    return this.calls.find((call) => call.callId === callId);
  }

  /** Money of a budget in buckets from one to before another. */
  money(budgetId: string, from: number, to: number): BudgetBalance {
    const booked = this.booked(budgetId, from, to);
    const sum = (state: EntryState): number =>
      booked.reduce((total, call) => total + (call.state === state ? call.counted : 0), 0);
    return {
      settledNanoUsd: sum('settled'),
      reservedNanoUsd: sum('held'),
      uncertainNanoUsd: sum('uncertain'),
    };
  }

  /** Calls with money in these buckets. */
  booked(budgetId: string, from: number, to: number): CallFact[] {
    return this.calls.filter(({ charges }) =>
      charges.some((charge) => charge.budgetId === budgetId && charge.bucket >= from && charge.bucket < to),
    );
  }

  /** Where the window of a budget begins. */
  startOf(budgetId: string): number {
    const known = this.#starts.get(budgetId);
    if (known !== undefined) return known;
    const { start } = chargeOf(this.known.get(budgetId)!, this.now);
    this.#starts.set(budgetId, start);
    return start;
  }

  /** True for a charge of a length of time whose first buckets may have been forgotten since. */
  isPast({ budgetId, start, bucket }: BudgetCharge): boolean {
    return start !== bucket && start < this.startOf(budgetId);
  }

  /** Notes what an operation has done, by what the ledger has answered. Returns what it should have answered. */
  follow(operation: Operation, answer: Answer): Answer {
    switch (operation.kind) {
      case 'reserve':
        return this.#reserve(operation, answer as ReserveOutcome);
      case 'settle':
        return this.#settle(operation.settlement);
      case 'release':
      case 'forgive':
        return this.#release(operation);
      case 'renew':
        for (const call of this.calls) {
          if (call.state === 'held' && operation.callIds.includes(call.callId)) {
            call.expiresAt = this.now + operation.ttlMs;
          }
        }
        return undefined;
      case 'expire':
        return this.#expire(operation.limit, operation.owner);
      case 'putBudget':
        return this.#put(operation.budget);
      case 'removeBudget':
        return this.budgets.delete(operation.id);
    }
  }

  #reserve({ reservation, isOutdated }: ReserveOperation, answer: ReserveOutcome): ReserveOutcome {
    const { callId, charges, amountNanoUsd: amount } = reservation;
    if (this.find(callId)) return { outcome: 'held', balances: this.#balances(charges) };
    if (isOutdated) return { outcome: 'stale', reason: 'budgets' };
    if (charges.some(({ bucket, bucketEnd }) => this.now < bucket || this.now >= bucketEnd)) {
      return { outcome: 'stale', reason: 'clock' };
    }
    this.#expire(MAX_EXPIRED);
    const before = this.#balances(charges);
    const charge = charges.find((each, index) => {
      const { settledNanoUsd, reservedNanoUsd, uncertainNanoUsd } = before[index]!;
      const total = settledNanoUsd + reservedNanoUsd + uncertainNanoUsd;
      return each.blocks && total + amount > each.limitNanoUsd;
    });
    if (answer.outcome === 'held') this.#hold(reservation);
    if (charge) return { outcome: 'denied', charge, balances: before };
    return { outcome: 'held', balances: this.#balances(charges) };
  }

  #hold(reservation: Omit<Reservation, 'version'>): void {
    const { callId, owner, charges, ttlMs } = reservation;
    const { amountNanoUsd: amount, leakNanoUsd: leak } = reservation;
    const [createdAt, expiresAt] = [this.now, this.now + ttlMs];
    const money = { amount, leak, counted: amount, excess: 0 };
    this.calls.push({ callId, owner, charges, createdAt, expiresAt, state: 'held', ...money });
  }

  #settle({
    callId,
    amountNanoUsd: cost,
    charges,
  }: Extract<Operation, { kind: 'settle' }>['settlement']): SettleOutcome {
    const known = this.find(callId);
    const isFirst = known?.state !== 'settled';
    if (known === undefined) {
      const times = { createdAt: this.now, expiresAt: this.now };
      const money = { amount: 0, leak: 0, counted: cost, excess: cost };
      this.calls.push({ callId, owner: '', charges, ...times, state: 'settled', ...money });
    } else if (isFirst) {
      known.excess = Math.max(0, cost - known.counted);
      known.counted = cost;
      known.state = 'settled';
    }
    return { isFirst, balances: this.#balances(charges), crossings: [] };
  }

  #release({ kind, callId }: Extract<Operation, { callId: string }>): boolean | number | undefined {
    const call = this.find(callId);
    const isOpen = call?.state === 'uncertain' || (call?.state === 'held' && kind === 'release');
    if (call === undefined || !isOpen) return kind === 'release' ? false : undefined;
    const answer = kind === 'release' ? true : call.counted;
    call.state = 'released';
    call.counted = 0;
    return answer;
  }

  #expire(limit: number, owner?: string): number {
    const overdue = this.calls
      .filter((call) => call.state === 'held' && (call.expiresAt <= this.now || call.owner === owner))
      .sort((a, b) => a.expiresAt - b.expiresAt)
      .slice(0, limit);
    for (const call of overdue) {
      call.state = call.leak === 0 ? 'released' : 'uncertain';
      call.counted = call.leak;
    }
    return overdue.length;
  }

  #put(budget: Budget): Budget | undefined {
    const replaced = this.budgets.get(budget.id);
    const highest = this.known.get(budget.id)?.limitNanoUsd ?? 0;
    this.budgets.set(budget.id, budget);
    this.known.set(budget.id, { ...budget, limitNanoUsd: Math.max(highest, budget.limitNanoUsd) });
    return replaced;
  }

  #balances(charges: readonly BudgetCharge[]): BudgetBalance[] {
    return charges.map(({ budgetId, start, bucketEnd }) => this.money(budgetId, start, bucketEnd));
  }
}
