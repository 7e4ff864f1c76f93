import { KaguraError } from '../errors';
import { formatUsd } from '../format';
import { usdFromNano } from '../money';
import type { Budget, BudgetScope } from './budget';
import type { BudgetBalance } from './reservation';

export interface ExceededBudget {
  readonly budget: Budget;
  readonly balance: BudgetBalance;
  /** What the call would have held; `null` where a running call has crossed the limit. */
  readonly requestedNanoUsd: number | null;
  /** Milliseconds since the Unix epoch. */
  readonly resetsAt: number;
  readonly now: number;
}

/**
 * A call was stopped by a budget: before it was sent, or in the middle of its stream. Amounts are exact decimal
 * strings in US dollars. Says nothing of the call's content.
 */
export class BudgetExceededError extends KaguraError {
  readonly budgetId: string;
  readonly scope: BudgetScope;
  readonly period: string;
  readonly limitUsd: string;
  readonly settledUsd: string;
  /** Held for other calls, uncertain money included. */
  readonly reservedUsd: string;
  readonly requestedUsd: string | null;
  readonly resetsAt: Date;
  readonly retryAfterMs: number;

  constructor({ budget, balance, requestedNanoUsd, resetsAt, now }: ExceededBudget) {
    const reservedNanoUsd = balance.reservedNanoUsd + balance.uncertainNanoUsd;
    super(
      'KAGURA_BUDGET_EXCEEDED',
      `Budget "${budget.id}" of ${formatUsd(budget.limitNanoUsd)} per ${budget.period}: ` +
        `${formatUsd(balance.settledNanoUsd)} spent, ${formatUsd(reservedNanoUsd)} held` +
        `${requestedNanoUsd === null ? '' : `, and this call may cost ${formatUsd(requestedNanoUsd)}`}. ` +
        `It resets at ${new Date(resetsAt).toISOString()}.`,
    );
    this.budgetId = budget.id;
    this.scope = budget.scope;
    this.period = budget.period;
    this.limitUsd = usdFromNano(budget.limitNanoUsd);
    this.settledUsd = usdFromNano(balance.settledNanoUsd);
    this.reservedUsd = usdFromNano(reservedNanoUsd);
    this.requestedUsd = requestedNanoUsd === null ? null : usdFromNano(requestedNanoUsd);
    this.resetsAt = new Date(resetsAt);
    this.retryAfterMs = Math.max(0, resetsAt - now);
  }
}

/** The ledger cannot be asked, and the budget's policy says that the call is not made then. */
export class BudgetUnavailableError extends KaguraError {
  readonly budgetId: string;

  constructor(budgetId: string, options?: ErrorOptions) {
    super(
      'KAGURA_BUDGET_UNAVAILABLE',
      `The call was not made, because the ledger of budget "${budgetId}" cannot be asked. ` +
        "The budget's onLedgerUnavailable decides this.",
      options,
    );
    this.budgetId = budgetId;
  }
}

/** A blocking budget counts for a call to a model whose price is not known. */
export class UnpricedModelError extends KaguraError {
  readonly budgetId: string;
  readonly model: string | null;

  constructor(budgetId: string, model: string | null) {
    super(
      'KAGURA_UNPRICED_MODEL',
      `Budget "${budgetId}" cannot guard ${model === null ? 'a model without a name' : `model "${model}"`}: its price ` +
        'is not known. Set one (pricing.overrides, `kagura pricing set`) or give the budget a fallbackPrice.',
    );
    this.budgetId = budgetId;
    this.model = model;
  }
}

/** A ledger could not be reached, or not in time. */
export class LedgerUnavailableError extends KaguraError {
  constructor(message: string, options?: ErrorOptions) {
    super('KAGURA_LEDGER_UNAVAILABLE', message, options);
  }
}
