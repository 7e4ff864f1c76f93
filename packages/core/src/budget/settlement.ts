import type { BudgetCharge } from './budget-charge';
import type { BudgetBalance } from './reservation';

export interface Settlement {
  readonly callId: string;
  /** What the call has cost. */
  readonly amountNanoUsd: number;
  /** As at the reservation. Where there was none, the money goes to their buckets. */
  readonly charges: readonly BudgetCharge[];
}

/** Settled money has reached a percentage of the limit. Told once for each budget, period and percentage. */
export interface ThresholdCrossing {
  readonly budgetId: string;
  readonly period: number;
  readonly threshold: number;
  readonly settledNanoUsd: number;
  readonly limitNanoUsd: number;
}

export interface SettleOutcome {
  /** False for a call that was settled before. */
  readonly isFirst: boolean;
  /** Belong to the charges one by one. */
  readonly balances: readonly BudgetBalance[];
  readonly crossings: readonly ThresholdCrossing[];
}
