import type { ThresholdCrossing } from '@kagura/core';
import type { BookListener } from './budget-book';
import type { BudgetDecision } from './hold';

/** What the budgets tell the metrics and the developer. None of it may throw. */
export interface BudgetHealth extends BookListener {
  /** A call was let through, changed or stopped, by or for a budget. */
  decided(budgetId: string, decision: BudgetDecision | 'deny' | 'cut'): void;
  /** The ledger could not be asked, and what was decided without it. */
  degraded(decision: 'allow' | 'deny', error: unknown): void;
  /** A look at the ledger that no call waits for has failed. */
  unreachable(error: unknown): void;
  crossed(crossings: readonly ThresholdCrossing[]): void;
  /** A settlement was given up. */
  dropped(): void;
  internalError(where: string, error: unknown): void;
}
