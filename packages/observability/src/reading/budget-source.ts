import type { Awaitable, Budget, BudgetLedger, ResolvedBudget } from '@kagura/core';

/**
 * How sure it is that a budget is kept. `hard`: what was held was the most that each call could cost. `bounded`: calls
 * may have cost more than was held for them, by what they were underestimated.
 */
export type BudgetGuarantee = 'hard' | 'bounded';

/** Budgets and their books: those that guard the running process, or those of a file. */
export interface BudgetSource {
  readonly ledger: BudgetLedger;
  /** Puts a budget into the ledger, and keeps what only this process has of it. Answers the one that it replaces. */
  put(resolved: ResolvedBudget): Awaitable<Budget | undefined>;
  /** False where there was none. */
  remove(id: string): Awaitable<boolean>;
  /** By the calls of this process; `null` where it has made none for the budget. */
  guaranteeOf(id: string): BudgetGuarantee | null;
}

/** How to get at budgets. Answers at once, so that a budget is in force when the call that sets it has returned. */
export interface BudgetAccess {
  /**
   * To change budgets. Makes the books where there are none yet.
   *
   * @throws KaguraError where there cannot be any
   */
  open(): BudgetSource;
  /**
   * To look at budgets; `undefined` where there is none.
   *
   * @throws KaguraError where they cannot be read
   */
  find(): BudgetSource | undefined;
}
