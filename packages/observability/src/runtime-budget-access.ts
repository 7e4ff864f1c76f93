import type { BudgetBook } from './budget/budget-book';
import type { BudgetAccess, BudgetSource } from './reading';
import type { Runtime } from './runtime';

/** The budgets that guard the calls of a runtime. */
export function runtimeBudgetAccess({ budgets }: Runtime): BudgetAccess {
  const sourceOf = (book: BudgetBook): BudgetSource => ({
    ledger: book.ledger,
    put: (resolved) => budgets.put(resolved),
    remove: (id) => budgets.remove(id),
    guaranteeOf: (id) => book.guaranteeOf(id),
  });
  return {
    open: () => sourceOf(budgets.book),
    find: () => {
      // Calls that have ended are in the books before somebody looks at them.
      budgets.flushNow();
      return budgets.guard && sourceOf(budgets.guard.book);
    },
  };
}
