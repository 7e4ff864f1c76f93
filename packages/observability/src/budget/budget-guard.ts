import {
  type Awaitable,
  type BudgetedCall,
  type BudgetLedger,
  BudgetUnavailableError,
  ConfigurationError,
  type CostOptions,
  chargeOf,
  KaguraError,
} from '@kagura/core';
import { Admission, type AdmissionParts } from './admission';
import { attempt, chain, isPending } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { CallEstimator } from './call-estimate';
import type { CostHistory } from './cost-history';
import { exceeded, usedNanoUsd } from './exceeded';
import { Grace } from './grace';
import type { GuardedCall } from './guarded-call';
import { Hold } from './hold';
import { HoldExtension } from './hold-extension';
import { leaksOf } from './leaks';
import { isUnavailable } from './pending-operations';
import { isLocked, RetryWhileBusy } from './retry-while-busy';
import { Settling } from './settling';

export interface GuardParts {
  readonly book: BudgetBook;
  readonly history: CostHistory;
  readonly pricing: CostOptions;
  readonly health: BudgetHealth;
  readonly owner: string;
}

/** What may come out of a guarded call: everything else that goes wrong here is ours, and stays here. */
const MEANT: ReadonlySet<string> = new Set([
  'KAGURA_BUDGET_EXCEEDED',
  'KAGURA_UNPRICED_MODEL',
  'KAGURA_CONFIGURATION',
]);

/** Stands between a call and its provider, and asks the budgets first. */
export class BudgetGuard {
  readonly book: BudgetBook;
  readonly settling: Settling;
  readonly #health: BudgetHealth;
  readonly #estimator: CallEstimator;
  readonly #admission: Admission;
  readonly #extension: HoldExtension;
  readonly #grace: Grace;
  readonly #retry: RetryWhileBusy;

  constructor({ book, history, pricing, health, owner }: GuardParts) {
    const onError = (where: string, error: unknown): void => health.internalError(where, error);
    const estimator = new CallEstimator({ book, history, pricing, onError });
    const parts: AdmissionParts = { book, estimator, health, owner };
    const retry = new RetryWhileBusy(book.ledger);
    const grace = new Grace(book);
    const settling = new Settling({
      book,
      estimator,
      history,
      health,
      retry,
      onReached: () => grace.reset(),
    });
    this.book = book;
    this.settling = settling;
    this.#health = health;
    this.#estimator = estimator;
    this.#admission = new Admission(parts);
    this.#extension = new HoldExtension({ ...parts, release: (callId) => settling.releaseId(callId) });
    this.#grace = grace;
    this.#retry = retry;
  }

  get ledger(): BudgetLedger {
    return this.book.ledger;
  }

  /**
   * Holds money for a call. `undefined` where no budget counts for it.
   *
   * @throws BudgetExceededError, BudgetUnavailableError, UnpricedModelError, ConfigurationError; at once, or as a
   *   rejection where the ledger answers later. Nothing else.
   */
  admit(call: GuardedCall): Awaitable<Hold | undefined> {
    const { learning } = this.book;
    if (learning && call.canWait) return learning.then(() => this.#admit(call));
    return this.#admit(call);
  }

  #admit(call: GuardedCall): Awaitable<Hold | undefined> {
    if (!call.canWait && !this.ledger.isSynchronous) this.#refuseToWait(call);
    const admitted = attempt(
      () => this.#askPatiently(call),
      (error) => this.#withoutLedger(call, error),
    );
    return chain(admitted, (hold) => {
      if (!hold) return undefined;
      hold.guard = this;
      this.settling.opened(hold);
      this.book.noteGuarantee(hold.budgets, hold.estimate.isHard && hold.decision !== 'degraded');
      if (hold.decision !== 'degraded') this.#noteReached();
      return hold;
    });
  }

  /** A call that can wait does so while others hold the lock of the ledger's file. */
  #askPatiently(call: GuardedCall): Awaitable<Hold | undefined> {
    const ask = (): Awaitable<Hold | undefined> => this.#admission.admit(call);
    if (!call.canWait) return ask();
    if (this.#retry.isBusy) return this.#retry.again(ask);
    return attempt(ask, (error) => {
      if (!isLocked(error)) throw error;
      return this.#retry.again(ask, error);
    });
  }

  /** The ledger answers; and once it knows all that was spent without it, there is a grace again. */
  #noteReached(): void {
    if (this.settling.pendingOperations > 0) void this.settling.replay();
    else if (this.#grace.isUsed && this.settling.isUpToDate) this.#grace.reset();
  }

  /**
   * For calls that cost nothing themselves: refuses them where a budget that stops calls has nothing left. Goes by
   * what is known where the ledger cannot answer at once.
   *
   * @throws BudgetExceededError
   */
  check(target: BudgetedCall): void {
    const refusal = attempt(
      () => this.#refusalOf(target),
      (error) => {
        if (isUnavailable(error)) this.#health.unreachable(error);
        else this.#health.internalError('budget-check', error);
        return undefined;
      },
    );
    if (refusal instanceof Error) throw refusal;
  }

  #refusalOf(target: BudgetedCall): Error | undefined {
    const blocking = this.book
      .matching(target)
      .filter(({ mode }) => mode === 'block' || mode === 'downgrade');
    if (blocking.length === 0) return undefined;
    const now = this.ledger.now();
    const charges = blocking.map((budget) => chargeOf(budget, now));
    const balances = this.ledger.isSynchronous && !this.#retry.isBusy ? this.ledger.balances(charges) : [];
    if (isPending(balances)) return undefined;
    this.book.learn(charges, balances);
    for (const [index, charge] of charges.entries()) {
      const budget = blocking[index];
      const balance = balances[index] ?? this.book.lastKnown(charge);
      if (!budget || !balance || usedNanoUsd(balance) < charge.limitNanoUsd) continue;
      this.#health.decided(budget.id, 'deny');
      return exceeded({ budget, charge, balance, requestedNanoUsd: null, now });
    }
    return undefined;
  }

  /** Takes a note of a streamed chunk; answers why the stream must stop. Never throws. */
  progress(hold: Hold, chunk: unknown): Error | undefined {
    return this.#extension.progress(hold, chunk);
  }

  /** A ledger that answers later cannot guard a function that does not wait. */
  #refuseToWait({ plan, target }: GuardedCall): void {
    const [budget] = this.book.matching({ ...target, model: plan.model, provider: plan.provider });
    if (!budget) return;
    throw new ConfigurationError(
      `Budget "${budget.id}" is kept in ${this.ledger.name}, which cannot be asked before a function that is not ` +
        'asynchronous. Make the method async, wrap the client with observeClient(), or keep the budget in SQLite.',
    );
  }

  /** The ledger cannot be asked: every budget's own policy decides. */
  #withoutLedger(call: GuardedCall, error: unknown): Hold | undefined {
    if (KaguraError.isInstance(error) && MEANT.has(error.code)) throw error;
    if (!isUnavailable(error)) {
      this.#health.internalError('budget-guard', error);
      return undefined;
    }
    const { plan, target } = call;
    const budgets = this.book.matching({ ...target, model: plan.model, provider: plan.provider });
    if (budgets.length === 0) return undefined;
    const estimate = this.#estimator.estimate(call, budgets);
    const refusing = this.#grace.refusal(budgets, estimate.nanoUsd);
    this.#health.degraded(refusing ? 'deny' : 'allow', error);
    if (refusing) throw new BudgetUnavailableError(refusing.id, { cause: error });
    const now = this.ledger.now();
    return new Hold({
      callId: call.callId,
      plan,
      budgets,
      charges: budgets.map((budget) => chargeOf(budget, now)),
      estimate,
      leaks: leaksOf(budgets),
      decision: 'degraded',
      change: undefined,
    });
  }
}
