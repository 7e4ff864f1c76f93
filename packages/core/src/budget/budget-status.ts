import type { Budget } from './budget';
import { budgetWindow, lengthOf } from './budget-period';
import { type BudgetForecast, forecast } from './forecast';
import type { BudgetBalance } from './reservation';

/** How a budget stands at a moment. Money is in integer nano-dollars. */
export interface BudgetStatus {
  readonly limitNanoUsd: number;
  /** What calls have cost, uncertain money included. */
  readonly spentNanoUsd: number;
  /** Held for calls that run; not spent yet. */
  readonly reservedNanoUsd: number;
  /** Part of what is spent: held for calls of which nobody will tell what they cost, because their process died. */
  readonly uncertainNanoUsd: number;
  /** Limit less spent; negative where more was spent. */
  readonly remainingNanoUsd: number;
  /** Spent by limit, 1 where all of it is; `null` for a limit of 0. */
  readonly usedRatio: number | null;
  /** `over`: more than the limit is spent. `warn`: a fifth or less remains, or the forecast is above the limit. */
  readonly state: 'ok' | 'warn' | 'over';
  /** First instant that counts, in milliseconds since the Unix epoch. */
  readonly startsAt: number;
  /** First instant of the next period; `null` for a length of time, which ends always now. */
  readonly resetsAt: number | null;
  readonly forecast: BudgetForecast | null;
}

const FIFTHS = 5n;

/** @param now on the ledger's clock, in milliseconds since the Unix epoch */
export function budgetStatus(
  budget: Pick<Budget, 'period' | 'timeZone' | 'weekStart' | 'limitNanoUsd'>,
  { settledNanoUsd, reservedNanoUsd, uncertainNanoUsd }: BudgetBalance,
  now: number,
): BudgetStatus {
  const { period, limitNanoUsd } = budget;
  const window = budgetWindow(budget, now);
  const spentNanoUsd = settledNanoUsd + uncertainNanoUsd;
  const remainingNanoUsd = limitNanoUsd - spentNanoUsd;
  const expected = forecast({ period, window, spentNanoUsd, now });
  return {
    limitNanoUsd,
    spentNanoUsd,
    reservedNanoUsd,
    uncertainNanoUsd,
    remainingNanoUsd,
    usedRatio: limitNanoUsd === 0 ? null : spentNanoUsd / limitNanoUsd,
    state: stateOf({ limitNanoUsd, remainingNanoUsd, forecast: expected }),
    startsAt: window.start,
    resetsAt: lengthOf(period) === undefined ? window.bucketEnd : null,
    forecast: expected,
  };
}

/** What of a limit is little: a fifth. In integers, since both amounts may be near the largest safe one. */
function stateOf({
  limitNanoUsd,
  remainingNanoUsd,
  forecast: expected,
}: Pick<BudgetStatus, 'limitNanoUsd' | 'remainingNanoUsd' | 'forecast'>): BudgetStatus['state'] {
  if (remainingNanoUsd < 0) return 'over';
  const isLow = BigInt(remainingNanoUsd) * FIFTHS <= BigInt(limitNanoUsd);
  return isLow || (expected !== null && expected.nanoUsd > limitNanoUsd) ? 'warn' : 'ok';
}
