import {
  type Awaitable,
  type BudgetCharge,
  chargeOf,
  KaguraError,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';
import { HOLD_TTL_MS } from './admission';
import { attempt, chain } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { type BudgetStamp, budgetStamp } from './budget-stamp';
import type { CallEstimator } from './call-estimate';
import type { CostHistory } from './cost-history';
import type { Hold } from './hold';
import { type PendingOperation, PendingOperations } from './pending-operations';
import { type FinishedCall, settledAmount } from './settled-amount';

export interface SettlingParts {
  readonly book: BudgetBook;
  readonly estimator: CallEstimator;
  readonly history: CostHistory;
  readonly health: BudgetHealth;
  /** The ledger answers again after it could not be asked. */
  readonly onReached: () => void;
}

/** Tells the ledger what calls have cost, and keeps the holds of those that run. */
export class Settling {
  readonly #parts: SettlingParts;
  readonly #pending: PendingOperations;
  readonly #open = new Set<Hold>();

  constructor(parts: SettlingParts) {
    this.#parts = parts;
    this.#pending = new PendingOperations(parts.book.ledger, () => parts.health.dropped());
  }

  get pendingOperations(): number {
    return this.#pending.size;
  }

  opened(hold: Hold): void {
    this.#open.add(hold);
  }

  /** Nothing was charged for the call, or another one owns what it used. */
  release(hold: Hold): void {
    if (!this.#open.delete(hold)) return;
    for (const callId of hold.callIds) this.#tell(callId);
  }

  /**
   * A model call has ended, with or without a hold. Answers what to write onto its span: of a ledger that answers
   * later, what was known last.
   */
  finish(call: FinishedCall, hold: Hold | undefined): BudgetStamp | undefined {
    const { book, estimator, history } = this.#parts;
    if (call.cost?.nanoUsd != null) history.add(call.target.model, call.target.agent, call.cost.nanoUsd);
    const amountNanoUsd = settledAmount(call, hold, estimator);
    if (amountNanoUsd === undefined) return undefined;
    if (amountNanoUsd === 0 && hold && call.status === 'error') {
      this.release(hold);
      return undefined;
    }
    const charges = hold?.charges ?? this.#chargesOf(call);
    if (charges.length === 0) return undefined;
    const outcome = this.#settle({ callId: hold?.callId ?? call.callId, amountNanoUsd, charges });
    if (hold) this.#close(hold);
    const told = outcome instanceof Promise ? undefined : outcome;
    const balances = told?.balances ?? charges.map((charge) => book.lastKnown(charge));
    return budgetStamp({ charges, balances, hold, crossings: told?.crossings ?? [] });
  }

  /** Holds of running calls must not expire. Never throws and never rejects. */
  renew(): Awaitable<void> {
    const callIds = [...this.#open].flatMap((hold) => hold.callIds);
    if (callIds.length === 0) return undefined;
    return attempt(
      () => this.#parts.book.ledger.renew(callIds, HOLD_TTL_MS),
      // The next renewal comes before they expire.
      () => undefined,
    );
  }

  /** Tells what could not be told before. Never rejects. */
  async replay(): Promise<void> {
    if (this.#pending.size > 0 && (await this.#pending.replay())) this.#parts.onReached();
  }

  /** Tells all that can be told at once, when the process ends. */
  replayNow(): void {
    this.#pending.replayNow();
  }

  #close(hold: Hold): void {
    this.#open.delete(hold);
    for (const callId of hold.extensionIds) this.#tell(callId);
  }

  #chargesOf({ target }: FinishedCall): readonly BudgetCharge[] {
    const { book } = this.#parts;
    const now = book.ledger.now();
    return book.matching(target).map((budget) => chargeOf(budget, now));
  }

  #settle(settlement: Settlement): Awaitable<SettleOutcome | undefined> {
    const { book, health } = this.#parts;
    const settled = attempt<SettleOutcome | undefined>(
      () => book.ledger.settle(settlement),
      (error) => this.#keep(settlement, error),
    );
    return chain(settled, (outcome) => {
      if (outcome === undefined) return undefined;
      book.learn(settlement.charges, outcome.balances);
      for (const [index, charge] of settlement.charges.entries()) {
        const balance = outcome.balances[index];
        if (balance) health.balance(charge, balance);
      }
      if (outcome.crossings.length > 0) health.crossed(outcome.crossings);
      return outcome;
    });
  }

  #tell(callId: string): void {
    void attempt<unknown>(
      () => this.#parts.book.ledger.release(callId),
      (error) => this.#keep(callId, error),
    );
  }

  #keep(operation: PendingOperation, error: unknown): undefined {
    if (KaguraError.isInstance(error) && error.code === 'KAGURA_LEDGER_UNAVAILABLE')
      this.#pending.add(operation);
    else this.#parts.health.internalError('budget-settle', error);
    return undefined;
  }
}
