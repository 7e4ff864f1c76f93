import {
  type Awaitable,
  type Budget,
  type BudgetAnswer,
  type BudgetBalance,
  type BudgetCharge,
  ConfigurationError,
  chargeOf,
  LedgerUnavailableError,
  outputThatFits,
  type ReserveOutcome,
} from '@kagura/core';
import { askCallback } from './ask-callback';
import { attempt, chain } from './awaitable';
import type { BudgetBook } from './budget-book';
import type { BudgetHealth } from './budget-health';
import { questionOf } from './budget-question';
import type { CallEstimate, CallEstimator } from './call-estimate';
import { exceeded, headroom, usedNanoUsd } from './exceeded';
import type { GuardedCall } from './guarded-call';
import { type BudgetDecision, Hold } from './hold';
import { leakOf, leaksOf } from './leaks';
import {
  cheaperModel,
  firstRound,
  isLetThrough,
  letThrough,
  nextRound,
  type Round,
  withLimit,
  withModel,
} from './round';

/** How long a hold lasts unless it is renewed, in milliseconds. */
export const HOLD_TTL_MS = 120_000;
/** Changes to a request, and questions that were out of date, before a call is refused. */
const MAX_ROUNDS = 8;
/** Output of a request without a limit, when a limit is looked for. */
const MOST_OUTPUT = 1_000_000;
/** With less an answer says nothing, and OpenAI's Responses refuse it. */
const LEAST_OUTPUT = 16;

export interface AdmissionParts {
  readonly book: BudgetBook;
  readonly estimator: CallEstimator;
  readonly health: BudgetHealth;
  readonly owner: string;
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

const NOTHING: CallEstimate = { nanoUsd: 0, isHard: true, inputNanoUsd: 0 };

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
    return this.#ask(firstRound(call));
  }

  #ask(round: Round): Awaitable<Hold | undefined> {
    const { book, estimator, owner } = this.#parts;
    const { call, change } = round;
    const { plan, target } = call;
    const budgets = book.matching({ ...target, model: plan.model, provider: plan.provider });
    if (budgets.length === 0 || !isTracked(call, budgets)) return unheld(round);
    const estimate = estimator.estimate(call, budgets, change?.outputTokens);
    const now = book.ledger.now();
    const charges = budgets.map((budget) => {
      const charge = chargeOf(budget, now);
      return isLetThrough(round, budget.id) ? { ...charge, blocks: false } : charge;
    });
    const outcome = book.ledger.reserve({
      callId: call.callId,
      amountNanoUsd: estimate.nanoUsd,
      leakNanoUsd: leakOf(leaksOf(budgets), estimate),
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
      if (round.count >= MAX_ROUNDS)
        throw new LedgerUnavailableError('The budgets change faster than a call can be checked.');
      return chain(book.refresh(), () => this.#ask(nextRound(round)));
    }
    book.learn(asked.charges, told.balances);
    return told.outcome === 'held' ? this.#held(asked, told.balances) : this.#denied(asked, told);
  }

  #held({ round, budgets, charges, estimate }: Asked, balances: readonly BudgetBalance[]): Hold {
    const decisions = charges.map((charge, index): BudgetDecision => {
      const isOver = usedNanoUsd(balances[index]) > charge.limitNanoUsd;
      return round.decisions.get(charge.budgetId) ?? (isOver && !charge.blocks ? 'warn' : 'allow');
    });
    for (const [index, { budgetId }] of charges.entries())
      this.#parts.health.decided(budgetId, decisions[index] ?? 'allow');
    const { callId, plan } = round.call;
    const decision = lastOf(round.decisions.values()) ?? (decisions.includes('warn') ? 'warn' : 'allow');
    const leaks = leaksOf(budgets);
    return new Hold({ callId, plan, budgets, charges, estimate, leaks, decision, change: round.change });
  }

  #denied(asked: Asked, denied: Denied): Awaitable<Hold | undefined> {
    const budget = asked.budgets.find(({ id }) => id === denied.charge.budgetId);
    const { round } = asked;
    if (!budget || round.count >= MAX_ROUNDS) return this.#refuse(asked, denied);
    const { decide } = this.#parts.book.functionsOf(budget.id);
    if (budget.mode === 'callback' && decide) {
      const question = questionOf(asked, budget, balanceOf(asked, denied));
      return this.#decide(asked, denied, () => decide(question));
    }
    const cheaper = cheaperModel(round, budget);
    if (cheaper !== undefined) return this.#ask(withModel(round, budget.id, cheaper));
    if (budget.onTight === 'clampMaxTokens' && round.call.isLimitChangeable)
      return this.#clamp(asked, denied);
    return this.#refuse(asked, denied);
  }

  /** Lowers the request's limit of output to what fits; never the hold for a request as it is. */
  #clamp(asked: Asked, denied: Denied): Awaitable<Hold | undefined> {
    const { round, charges, budgets } = asked;
    const { call } = round;
    const limit = round.change?.outputTokens ?? call.bound().outputTokens ?? MOST_OUTPUT;
    const left = headroom(charges, denied.balances);
    const costWith = (tokens: number): number =>
      this.#parts.estimator.estimate(call, budgets, tokens).nanoUsd;
    const outputTokens = outputThatFits(left, limit - 1, costWith);
    if (outputTokens === undefined || outputTokens < LEAST_OUTPUT * call.choices())
      return this.#refuse(asked, denied);
    return this.#ask(withLimit(round, denied.charge.budgetId, outputTokens));
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
      if (told === 'allow') return this.#ask(letThrough(round, budgetId));
      const model = typeof told === 'object' ? told?.model : undefined;
      const mayChange = round.call.isModelChangeable && !round.downgradedBy.has(budgetId);
      if (typeof model === 'string' && mayChange) return this.#ask(withModel(round, budgetId, model));
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
    health.decided(budget.id, 'deny');
    const now = book.ledger.now();
    throw exceeded({ budget, charge, balance, requestedNanoUsd: estimate.nanoUsd, now });
  }
}

/** No budget counts for the call; but one that did may have sent it to another model. */
function unheld({ call: { callId, plan }, change }: Round): Hold | undefined {
  if (!change) return undefined;
  const decision = 'downgrade';
  return new Hold({
    callId,
    plan,
    budgets: [],
    charges: [],
    estimate: NOTHING,
    leaks: 'release',
    decision,
    change,
  });
}

/** @throws ConfigurationError where a budget that stops calls counts for one whose cost is not tracked */
function isTracked({ trackCost }: GuardedCall, budgets: readonly Budget[]): boolean {
  if (trackCost) return true;
  const blocking = budgets.find(({ mode }) => mode !== 'warn');
  if (!blocking) return false;
  throw new ConfigurationError(
    `trackCost: false leaves the cost unknown, so that budget "${blocking.id}" cannot guard the call. ` +
      'Track the cost, or give the budget a scope that leaves this call out.',
  );
}

/** Of the budget that denied. */
function balanceOf({ charges }: Asked, { charge, balances }: Denied): BudgetBalance | undefined {
  return balances[charges.findIndex(({ budgetId }) => budgetId === charge.budgetId)];
}

function lastOf<T>(values: Iterable<T>): T | undefined {
  return [...values].at(-1);
}
