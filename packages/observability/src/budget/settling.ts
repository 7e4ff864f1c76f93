import {
  type Awaitable,
  type Budget,
  type BudgetCharge,
  chargeOf,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';
import { HOLD_TTL_MS } from './admission';
import { attempt, chain, isPending } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { type BudgetStamp, budgetStamp } from './budget-stamp';
import type { CallEstimator } from './call-estimate';
import type { CostHistory } from './cost-history';
import type { Hold } from './hold';
import { isUnavailable, type PendingOperation, PendingOperations } from './pending-operations';
import { isLocked, type RetryWhileBusy } from './retry-while-busy';
import { type FinishedCall, settledAmount } from './settled-amount';

export interface SettlingParts {
  readonly book: BudgetBook;
  readonly estimator: CallEstimator;
  readonly history: CostHistory;
  readonly health: BudgetHealth;
  readonly retry: RetryWhileBusy;
  /** The ledger knows all that it could not be told while it could not be asked. */
  readonly onReached: () => void;
}

/** Tells the ledger what calls have cost, and keeps the holds of those that run. */
export class Settling {
  readonly #parts: SettlingParts;
  readonly #pending: PendingOperations;
  readonly #open = new Set<Hold>();
  /** What a ledger that answers later is being told. */
  readonly #telling = new Set<Promise<unknown>>();
  #onIdle: (() => void) | undefined;

  constructor(parts: SettlingParts) {
    const { book, health } = parts;
    this.#parts = parts;
    this.#pending = new PendingOperations(book.ledger, {
      settled: (settlement, outcome) => this.#heard(settlement, outcome),
      dropped: () => health.dropped(),
      refused: (error) => health.internalError('budget-settle', error),
    });
  }

  get pendingOperations(): number {
    return this.#pending.size;
  }

  opened(hold: Hold): void {
    this.#open.add(hold);
  }

  /** Nothing was charged for the call, or another one owns what it used. */
  release(hold: Hold): void {
    if (this.#close(hold)) for (const callId of hold.callIds) this.releaseId(callId);
  }

  /** Gives back what is held under an id. */
  releaseId(callId: string): void {
    this.#tell(callId, () => this.#parts.book.ledger.release(callId));
  }

  /**
   * A model call has ended, with or without a hold. Answers what to write onto its span: of a ledger that answers
   * later, what was known last.
   */
  finish(call: FinishedCall, hold: Hold | undefined): BudgetStamp | undefined {
    const { book, estimator, history } = this.#parts;
    // A budget may have sent the request to another model than the caller named.
    const model = hold?.plan.model ?? call.target.model;
    if (call.cost?.nanoUsd != null) history.add(model, call.target.agent, call.cost.nanoUsd);
    const amountNanoUsd = settledAmount(call, hold, estimator);
    if (amountNanoUsd === undefined) return undefined;
    if (amountNanoUsd === 0 && hold && call.status === 'error') {
      this.release(hold);
      return undefined;
    }
    if (hold) this.#close(hold);
    const settlement = this.#settlementOf(call, hold, amountNanoUsd);
    const { charges } = settlement;
    if (charges.length === 0) return undefined;
    const outcome = this.#settle(settlement);
    if (hold) this.#releaseRest(hold, settlement.callId);
    const told = isPending(outcome) ? undefined : outcome;
    const balances = charges.map((charge, index) => book.lastKnown(charge) ?? told?.balances[index]);
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

  /** Tells what could not be told before, and waits for what is being told. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all(this.#telling);
    await this.replay();
  }

  /** Tells what could not be told before. Never rejects. */
  async replay(): Promise<void> {
    if (this.#pending.size > 0 && (await this.#pending.replay()) && this.isUpToDate) this.#parts.onReached();
  }

  /** Tells all that can be told at once. Never throws. */
  replayNow(): void {
    this.#pending.replayNow();
  }

  /** The ledger knows of all that was let in without it. */
  get isUpToDate(): boolean {
    return this.#pending.size === 0 && [...this.#open].every(({ decision }) => decision !== 'degraded');
  }

  /** No call is open that money is held for. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** Once no call is open any more, which may be now. */
  whenIdle(then: () => void): void {
    this.#onIdle = then;
    this.#noteIdle();
  }

  /** False where it had ended before. */
  #close(hold: Hold): boolean {
    const wasOpen = !hold.hasEnded;
    hold.hasEnded = true;
    this.#open.delete(hold);
    // What ends last is still told.
    if (this.#onIdle) queueMicrotask(() => this.#noteIdle());
    return wasOpen;
  }

  #noteIdle(): void {
    if (!this.isIdle) return;
    const then = this.#onIdle;
    this.#onIdle = undefined;
    then?.();
  }

  /** Only now: money that is neither held nor settled would be given to other calls. */
  #releaseRest({ callIds }: Hold, settledId: string): void {
    const rest = callIds.filter((callId) => callId !== settledId);
    for (const callId of rest) this.releaseId(callId);
    if (rest.length > 0)
      void attempt(
        () => this.#parts.book.look(),
        () => undefined,
      );
  }

  /** In the buckets of the hold; without one, in those of the moment when the call began. */
  #settlementOf(call: FinishedCall, hold: Hold | undefined, amountNanoUsd: number): Settlement {
    const { book } = this.#parts;
    const startedAt = book.ledger.now() - call.durationMs;
    const charged = (budgets: readonly Budget[]): BudgetCharge[] =>
      budgets.map((budget) => chargeOf(budget, startedAt));
    if (!hold) {
      const budgets = book.matching(call.target);
      book.noteGuarantee(budgets, false);
      return { callId: call.callId, amountNanoUsd, charges: charged(budgets) };
    }
    const { callId, plan, charges } = hold;
    const isNamed = plan.model !== undefined && plan.provider !== undefined;
    const known = new Set(charges.map(({ budgetId }) => budgetId));
    // Only its answer has told whose budgets it counts for.
    const late =
      isNamed || known.size === 0 ? [] : book.matching(call.target).filter(({ id }) => !known.has(id));
    if (late.length === 0) return { callId, amountNanoUsd, charges };
    return { callId: `${callId}+answer`, amountNanoUsd, charges: [...charges, ...charged(late)] };
  }

  #settle(settlement: Settlement): Awaitable<SettleOutcome | undefined> {
    const { book } = this.#parts;
    return this.#tell(settlement, () =>
      chain(book.ledger.settle(settlement), (outcome) => {
        this.#heard(settlement, outcome);
        return outcome;
      }),
    );
  }

  #heard({ charges }: Settlement, { balances, crossings }: SettleOutcome): void {
    const { book, health } = this.#parts;
    book.learn(charges, balances);
    if (crossings.length > 0) health.crossed(crossings);
  }

  /** Tells the ledger, or keeps what it could not be told. Never throws and never rejects. */
  #tell<T>(operation: PendingOperation, tell: () => Awaitable<T>): Awaitable<T | undefined> {
    if (this.#parts.retry.isBusy) {
      this.#pending.add(operation);
      return undefined;
    }
    const told = attempt<T | undefined>(tell, (error) => this.#keep(operation, error));
    if (isPending(told)) {
      this.#telling.add(told);
      void told.then(() => this.#telling.delete(told));
    }
    return told;
  }

  #keep(operation: PendingOperation, error: unknown): undefined {
    const { health, retry } = this.#parts;
    if (!isUnavailable(error)) {
      health.internalError('budget-settle', error);
      return undefined;
    }
    this.#pending.add(operation);
    if (isLocked(error)) void retry.watch().then(() => this.replay());
    return undefined;
  }
}
