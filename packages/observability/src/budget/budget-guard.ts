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
import { attempt, chain } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { CallEstimator } from './call-estimate';
import type { CostHistory } from './cost-history';
import { exceeded, usedNanoUsd } from './exceeded';
import { Grace } from './grace';
import type { GuardedCall } from './guarded-call';
import { Hold } from './hold';
import { HoldExtension } from './hold-extension';
import { retryWhileBusy } from './retry-while-busy';
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

  constructor({ book, history, pricing, health, owner }: GuardParts) {
    const onError = (where: string, error: unknown): void => health.internalError(where, error);
    const estimator = new CallEstimator({ book, history, pricing, onError });
    const parts: AdmissionParts = { book, estimator, health, owner };
    this.book = book;
    this.#health = health;
    this.#estimator = estimator;
    this.#admission = new Admission(parts);
    this.#extension = new HoldExtension(parts);
    this.#grace = new Grace(book);
    this.settling = new Settling({ book, estimator, history, health, onReached: () => this.#grace.reset() });
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
    if (!call.canWait && !this.ledger.isSynchronous) this.#refuseToWait(call);
    const ask = (): Awaitable<Hold | undefined> => this.#admission.admit(call);
    const admitted = attempt(ask, (error) =>
      attempt(
        () => retryWhileBusy(error, call, this.ledger, ask),
        (last) => this.#withoutLedger(call, last),
      ),
    );
    return chain(admitted, (hold) => {
      if (hold) this.settling.opened(hold);
      return hold;
    });
  }

  /**
   * For calls that cost nothing themselves: refuses them where a budget that stops calls has nothing left. Goes by
   * what is known where the ledger cannot answer at once.
   *
   * @throws BudgetExceededError
   */
  check(target: BudgetedCall): void {
    const blocking = this.book
      .matching(target)
      .filter(({ mode }) => mode === 'block' || mode === 'downgrade');
    if (blocking.length === 0) return;
    const now = this.ledger.now();
    const charges = blocking.map((budget) => chargeOf(budget, now));
    const balances = attempt(
      () => (this.ledger.isSynchronous ? this.ledger.balances(charges) : []),
      () => [],
    );
    if (balances instanceof Promise) return;
    this.book.learn(charges, balances);
    for (const [index, charge] of charges.entries()) {
      const budget = blocking[index];
      const balance = balances[index] ?? this.book.lastKnown(charge);
      if (!budget || !balance || usedNanoUsd(balance) < charge.limitNanoUsd) continue;
      this.#health.decided(budget.id, 'deny');
      throw exceeded({ budget, charge, balance, requestedNanoUsd: null, now });
    }
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
    if (!KaguraError.isInstance(error) || error.code !== 'KAGURA_LEDGER_UNAVAILABLE') {
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
      decision: 'degraded',
      change: undefined,
    });
  }
}
