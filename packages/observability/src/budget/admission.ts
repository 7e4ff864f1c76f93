import {
  type Awaitable,
  type Budget,
  type BudgetAnswer,
  type BudgetBalance,
  type BudgetCharge,
  ConfigurationError,
  chargeOf,
  outputThatFits,
  type ReserveOutcome,
} from '@kagura/core';
import { askCallback } from './ask-callback';
import { attempt, chain } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { questionOf } from './budget-question';
import type { CallEstimate, CallEstimator } from './call-estimate';
import { exceeded, headroom } from './exceeded';
import type { GuardedCall, RequestChange } from './guarded-call';
import { type BudgetDecision, Hold } from './hold';

/** How long a hold lasts unless it is renewed, in milliseconds. */
export const HOLD_TTL_MS = 120_000;
/** Changes to a request, and questions that were out of date, before a call is refused. */
const MAX_ROUNDS = 8;
/** Output of a request without a limit, when a limit is looked for. */
const MOST_OUTPUT = 1_000_000;

export interface AdmissionParts {
  readonly book: BudgetBook;
  readonly estimator: CallEstimator;
  readonly health: BudgetHealth;
  readonly owner: string;
}

interface Round {
  readonly call: GuardedCall;
  readonly change: RequestChange | undefined;
  readonly decision: BudgetDecision;
  /** Budgets whose function has let the call through. */
  readonly allowed: ReadonlySet<string>;
  readonly count: number;
}

interface Asked {
  readonly round: Round;
  readonly budgets: readonly Budget[];
  readonly charges: readonly BudgetCharge[];
  readonly estimate: CallEstimate;
}

interface Denied {
  readonly charge: BudgetCharge;
  readonly balances: readonly BudgetBalance[];
}

/** Asks the budgets of a call for its money, and changes the request where they say so and it does not fit. */
export class Admission {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /**
   * `undefined` where no budget counts for the call.
   *
   * @throws BudgetExceededError, UnpricedModelError, LedgerUnavailableError, at once or later as the ledger answers
   */
  admit(call: GuardedCall): Awaitable<Hold | undefined> {
    return this.#ask({ call, change: undefined, decision: 'allow', allowed: new Set(), count: 1 });
  }

  #ask(round: Round): Awaitable<Hold | undefined> {
    const { book, estimator, owner } = this.#parts;
    const { call, change, allowed } = round;
    const { plan, target } = call;
    const budgets = book.matching({ ...target, model: plan.model, provider: plan.provider });
    if (budgets.length === 0) return undefined;
    checkTracked(call, budgets);
    const estimate = estimator.estimate(call, budgets, change?.outputTokens);
    const now = book.ledger.now();
    const charges = budgets.map((budget) => {
      const charge = chargeOf(budget, now);
      return allowed.has(budget.id) ? { ...charge, blocks: false } : charge;
    });
    const outcome = book.ledger.reserve({
      callId: call.callId,
      amountNanoUsd: estimate.nanoUsd,
      leakNanoUsd: leakOf(budgets, estimate),
      charges,
      version: book.version,
      ttlMs: HOLD_TTL_MS,
      owner,
      agent: target.agent ?? undefined,
      model: plan.model,
    });
    return chain(outcome, (told) => this.#hear({ round, budgets, charges, estimate }, told));
  }

  #hear(asked: Asked, told: ReserveOutcome): Awaitable<Hold | undefined> {
    const { book } = this.#parts;
    const { round } = asked;
    if (told.outcome === 'stale') {
      if (round.count >= MAX_ROUNDS) throw new Error('The budgets change faster than a call can be checked.');
      return chain(book.refresh(), () => this.#ask({ ...round, count: round.count + 1 }));
    }
    book.learn(asked.charges, told.balances);
    return told.outcome === 'held' ? this.#held(asked, told.balances) : this.#denied(asked, told);
  }

  #held({ round, budgets, charges, estimate }: Asked, balances: readonly BudgetBalance[]): Hold {
    const { health } = this.#parts;
    for (const [index, charge] of charges.entries()) {
      const balance = balances[index];
      if (!balance) continue;
      health.balance(charge, balance);
      const isOver = !charge.blocks && headroom([{ ...charge, blocks: true }], [balance]) < 0;
      health.decided(charge.budgetId, isOver ? 'warn' : round.decision);
    }
    const { callId, plan } = round.call;
    return new Hold({
      callId,
      plan,
      budgets,
      charges,
      estimate,
      decision: round.decision,
      change: round.change,
    });
  }

  #denied(asked: Asked, denied: Denied): Awaitable<Hold | undefined> {
    const budget = asked.budgets.find(({ id }) => id === denied.charge.budgetId);
    const { round } = asked;
    if (!budget || round.count >= MAX_ROUNDS) return this.#refuse(asked, denied);
    if (budget.mode === 'callback') {
      const { decide } = this.#parts.book.functionsOf(budget.id);
      if (decide)
        return this.#decide(asked, denied, () => decide(questionOf(asked, budget, balanceOf(asked, denied))));
    }
    const cheaper =
      budget.mode === 'downgrade' ? budget.downgradeTo?.[round.call.plan.model ?? ''] : undefined;
    if (cheaper !== undefined && round.call.isModelChangeable) return this.#ask(withModel(round, cheaper));
    if (budget.onTight === 'clampMaxTokens' && round.call.isLimitChangeable)
      return this.#clamp(asked, denied);
    return this.#refuse(asked, denied);
  }

  /** Lowers the request's limit of output to what fits; never the hold for a request as it is. */
  #clamp(asked: Asked, denied: Denied): Awaitable<Hold | undefined> {
    const { estimator } = this.#parts;
    const { round, charges } = asked;
    const { call } = round;
    const limit = round.change?.outputTokens ?? call.bound().outputTokens ?? MOST_OUTPUT;
    const left = headroom(charges, denied.balances);
    const outputTokens = outputThatFits(left, limit - 1, (tokens) => estimator.mostWith(call, tokens));
    if (outputTokens === undefined) return this.#refuse(asked, denied);
    const change = { ...round.change, outputTokens };
    return this.#ask({ ...round, change, decision: 'clamp', count: round.count + 1 });
  }

  #decide(asked: Asked, denied: Denied, decide: () => Awaitable<BudgetAnswer>): Awaitable<Hold | undefined> {
    const { round, budgets } = asked;
    const { budgetId } = denied.charge;
    const answer = attempt(
      () => askCallback(decide, round.call),
      (error): BudgetAnswer => {
        this.#parts.health.internalError('budget-callback', error);
        const policy = budgets.find(({ id }) => id === budgetId)?.onLedgerUnavailable;
        return policy === 'allow' ? 'allow' : 'deny';
      },
    );
    return chain(answer, (told) => {
      if (told === 'allow') {
        const allowed = new Set([...round.allowed, budgetId]);
        return this.#ask({ ...round, allowed, decision: 'callback', count: round.count + 1 });
      }
      if (typeof told === 'object' && typeof told?.model === 'string' && round.call.isModelChangeable)
        return this.#ask(withModel(round, told.model));
      return this.#refuse(asked, denied);
    });
  }

  #refuse(asked: Asked, denied: Denied): never {
    const { book, health } = this.#parts;
    const { budgets, estimate } = asked;
    const { charge } = denied;
    const budget = budgets.find(({ id }) => id === charge.budgetId);
    const balance = balanceOf(asked, denied);
    if (!budget || !balance)
      throw new Error(`The ledger denied by budget "${charge.budgetId}", which was not asked.`);
    health.balance(charge, balance);
    health.decided(budget.id, 'deny');
    const now = book.ledger.now();
    throw exceeded({ budget, charge, balance, requestedNanoUsd: estimate.nanoUsd, now });
  }
}

function withModel(round: Round, model: string): Round {
  const { call } = round;
  return {
    ...round,
    call: { ...call, plan: { ...call.plan, model } },
    change: { ...round.change, model },
    decision: 'downgrade',
    count: round.count + 1,
  };
}

/** The strictest of its budgets decides. */
function leakOf(budgets: readonly Budget[], { nanoUsd, inputNanoUsd }: CallEstimate): number {
  const kinds = new Set(budgets.map(({ onLeak }) => onLeak));
  if (kinds.has('estimate')) return nanoUsd;
  return kinds.has('input') ? inputNanoUsd : 0;
}

function checkTracked({ trackCost }: GuardedCall, budgets: readonly Budget[]): void {
  const blocking = trackCost ? undefined : budgets.find(({ mode }) => mode !== 'warn');
  if (!blocking) return;
  throw new ConfigurationError(
    `trackCost: false leaves the cost unknown, so that budget "${blocking.id}" cannot guard the call. ` +
      'Track the cost, or give the budget a scope that leaves this call out.',
  );
}

/** Of the budget that denied. */
function balanceOf({ charges }: Asked, { charge, balances }: Denied): BudgetBalance | undefined {
  return balances[charges.findIndex(({ budgetId }) => budgetId === charge.budgetId)];
}
