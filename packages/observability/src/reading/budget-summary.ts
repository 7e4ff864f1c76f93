import type { BudgetMode, BudgetPeriod, BudgetScope, BudgetStatus, KnownBudget } from '@kagura/core';
import type { BudgetGuarantee } from './budget-source';
import { toUsd } from './cost-summary';

/** The amounts of a budget in one unit. */
interface BudgetAmounts {
  readonly limit: number;
  /** What calls have cost, uncertain money included. */
  readonly spent: number;
  /** Held for calls that run; not spent yet. */
  readonly reserved: number;
  /** Part of what is spent: held for calls of which nobody will tell what they cost, because their process died. */
  readonly uncertain: number;
  /** Limit less spent; negative where more was spent. */
  readonly remaining: number;
}

/** A budget and how it stands in its current period. Amounts are US dollars. */
export interface BudgetSummary extends BudgetAmounts {
  readonly id: string;
  readonly period: BudgetPeriod;
  readonly scope: BudgetScope;
  readonly mode: BudgetMode;
  /**
   * Whether what was held for its calls was the most that they could cost, by all calls of this process; `null` where it
   * has made none, as when a file is read.
   */
  readonly guarantee: BudgetGuarantee | null;
  /** IANA name of the zone whose days and months count. */
  readonly timeZone: string;
  /** The amounts in integer nano-dollars (10⁻⁹ USD), for exact arithmetic. */
  readonly nanoUsd: BudgetAmounts;
  /** Spent by limit, 1 where all of it is; `null` for a limit of 0. */
  readonly usedRatio: number | null;
  /** `over`: more than the limit is spent. `warn`: a fifth or less remains, or the forecast is above the limit. */
  readonly state: BudgetStatus['state'];
  /** Percentages of the limit that settled money is told at. */
  readonly thresholds: readonly number[];
  /** First instant that counts. */
  readonly start: Date;
  /** First instant of the next period; `null` for a length of time, which ends always now. */
  readonly resetsAt: Date | null;
  /** What will be spent at the end of the period if it goes on like this; `null` early in it, and without an end. */
  readonly forecast: { readonly total: number; readonly method: 'run_rate'; readonly at: Date } | null;
}

export function toBudgetSummary(
  { budget, status }: KnownBudget,
  guarantee: BudgetGuarantee | null = null,
): BudgetSummary {
  const { forecast, resetsAt } = status;
  const nanoUsd: BudgetAmounts = {
    limit: status.limitNanoUsd,
    spent: status.spentNanoUsd,
    reserved: status.reservedNanoUsd,
    uncertain: status.uncertainNanoUsd,
    remaining: status.remainingNanoUsd,
  };
  return {
    id: budget.id,
    period: budget.period,
    scope: budget.scope,
    mode: budget.mode,
    guarantee,
    timeZone: budget.timeZone,
    limit: toUsd(nanoUsd.limit),
    spent: toUsd(nanoUsd.spent),
    reserved: toUsd(nanoUsd.reserved),
    uncertain: toUsd(nanoUsd.uncertain),
    remaining: toUsd(nanoUsd.remaining),
    nanoUsd,
    usedRatio: status.usedRatio,
    state: status.state,
    thresholds: budget.thresholds,
    start: new Date(status.startsAt),
    resetsAt: resetsAt === null ? null : new Date(resetsAt),
    forecast: forecast && {
      total: toUsd(forecast.nanoUsd),
      method: forecast.method,
      at: new Date(forecast.at),
    },
  };
}
