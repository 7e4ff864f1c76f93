import {
  type Budget,
  type CostOptions,
  costOfTokens,
  likelyTokens,
  maxCost,
  nanoFromUsd,
  type PlannedCall,
  type RequestBound,
  UnpricedModelError,
  type Usage,
} from '@kagura/core';
import type { BudgetBook } from './budget-book';
import type { CostHistory } from './cost-history';
import type { GuardedCall } from './guarded-call';

/** Output of a call of which nothing is known. */
const LEAST_OUTPUT = 1_000;
const PER_MILLION = 1_000_000;

/** What is held for a call. All amounts in nano-dollars. */
export interface CallEstimate {
  readonly nanoUsd: number;
  /** It can cost no more. */
  readonly isHard: boolean;
  /** What the input costs as a rule, which is charged even where the answer does not come. */
  readonly inputNanoUsd: number;
}

export interface EstimateParts {
  readonly book: BudgetBook;
  readonly history: CostHistory;
  readonly pricing: CostOptions;
  /** A function of the application's has failed. */
  readonly onError: (where: string, error: unknown) => void;
}

/** A call that was let in, as far as its price goes. */
interface PricedCall {
  readonly plan: PlannedCall;
  readonly budgets: readonly Budget[];
}

/** Works out what to hold for a call: the most that any of its budgets asks for. */
export class CallEstimator {
  readonly #parts: EstimateParts;

  constructor(parts: EstimateParts) {
    this.#parts = parts;
  }

  /** @throws UnpricedModelError where a budget that stops calls cannot tell what this one costs */
  estimate(call: GuardedCall, budgets: readonly Budget[], outputTokens?: number): CallEstimate {
    const measured = call.bound();
    const bound = outputTokens === undefined ? measured : { ...measured, outputTokens };
    const ofInput = { inputTokens: likelyTokens(bound.inputTokens), outputTokens: 0 };
    const input = this.costOf({ plan: call.plan, budgets }, ofInput);
    let nanoUsd = 0;
    let isHard = true;
    for (const budget of budgets) {
      const wanted = this.#wantedBy(budget, call, bound);
      nanoUsd = Math.max(nanoUsd, wanted.nanoUsd);
      isHard &&= wanted.isHard;
    }
    return { nanoUsd, isHard, inputNanoUsd: Math.min(input ?? 0, nanoUsd) };
  }

  /** What so much was used for by a call with these budgets; `undefined` where nobody gives it a price. */
  costOf({ plan, budgets }: PricedCall, usage: Usage): number | undefined {
    const own = this.#costOf(plan, usage);
    if (own !== undefined) return own;
    const { inputTokens = 0, outputTokens = 0 } = usage;
    const prices = budgets.flatMap(
      ({ fallbackPrice }) => fallbackCost(fallbackPrice, { inputTokens, outputTokens }) ?? [],
    );
    return prices.length === 0 ? undefined : Math.max(...prices);
  }

  #wantedBy(budget: Budget, call: GuardedCall, bound: RequestBound): Omit<CallEstimate, 'inputNanoUsd'> {
    const own = call.estimateNanoUsd ?? this.#ownEstimate(budget, call);
    if (own !== undefined) return { nanoUsd: own, isHard: false };
    const most = this.#most(budget, call, bound);
    if (budget.estimate !== 'p99' && most !== undefined) return { nanoUsd: most, isHard: bound.isInputBound };
    const likely = this.#likely(budget, call, bound);
    if (likely !== undefined) return { nanoUsd: Math.min(likely, most ?? likely), isHard: false };
    if (budget.mode === 'warn') return { nanoUsd: 0, isHard: false };
    // A method that calls a model without saying which: it goes on while anything is left, as an agent does.
    if (call.plan.model === undefined) return { nanoUsd: 1, isHard: false };
    throw new UnpricedModelError(budget.id, call.plan.model);
  }

  /** `undefined` where the request does not limit its output, or the model has no price. */
  #most({ fallbackPrice }: Budget, { plan }: GuardedCall, bound: RequestBound): number | undefined {
    const { outputTokens } = bound;
    if (outputTokens === undefined) return undefined;
    const counts = { inputTokens: bound.inputTokens, outputTokens };
    return maxCost(plan, counts, this.#pricing(bound)) ?? fallbackCost(fallbackPrice, counts);
  }

  /** By what such calls have cost before; never less than a short answer to this input. */
  #likely({ fallbackPrice }: Budget, { plan, target }: GuardedCall, bound: RequestBound): number | undefined {
    const inputTokens = likelyTokens(bound.inputTokens);
    const outputTokens = Math.min(bound.outputTokens ?? LEAST_OUTPUT, LEAST_OUTPUT);
    const floor =
      this.#costOf(plan, { inputTokens, outputTokens }) ??
      fallbackCost(fallbackPrice, { inputTokens, outputTokens });
    const before = this.#parts.history.estimate(plan.model, target.agent);
    return floor === undefined ? before : Math.max(floor, before ?? 0);
  }

  #ownEstimate(budget: Budget, { target, plan }: GuardedCall): number | undefined {
    if (typeof budget.estimate === 'number') return budget.estimate;
    const { estimateFunction } = this.#parts.book.functionsOf(budget.id);
    if (!estimateFunction) return undefined;
    try {
      const usd = estimateFunction({ ...target, model: plan.model, provider: plan.provider });
      const nanoUsd = nanoFromUsd(usd);
      if (nanoUsd !== undefined) return nanoUsd;
      throw new RangeError(`estimate of budget "${budget.id}" returned ${String(usd)}, which is no amount.`);
    } catch (error) {
      this.#parts.onError('budget-estimate', error);
      return undefined;
    }
  }

  #costOf(plan: PlannedCall, usage: Usage): number | undefined {
    return costOfTokens(plan, usage, this.#parts.pricing);
  }

  #pricing({ writesCache }: RequestBound) {
    return { ...this.#parts.pricing, writesCache };
  }
}

/** Nano-dollars by the price that a budget gives to models without one. */
function fallbackCost(
  price: Budget['fallbackPrice'],
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
): number | undefined {
  if (price === undefined) return undefined;
  const millionths =
    BigInt(inputTokens) * BigInt(price.inputNanoUsd) + BigInt(outputTokens) * BigInt(price.outputNanoUsd);
  return Number((millionths + BigInt(PER_MILLION) - 1n) / BigInt(PER_MILLION));
}
