import { KaguraError, type KnownBudget, readReportBudget } from '@kagura/core';
import type { BudgetGuarantee } from './budget-source';
import type { ReadingSource } from './reading-source';
import type { TimeWindow } from './time-window';

/** The budget of a report, and why it is not known where it cannot be read. */
export interface ReportBudget {
  readonly budget?: KnownBudget | undefined;
  readonly guarantee?: BudgetGuarantee | null | undefined;
  readonly budgetProblem?: string | undefined;
}

/** Never rejects because of the ledger: what calls have cost is known without it. */
export async function reportBudget(source: ReadingSource, window: TimeWindow): Promise<ReportBudget> {
  try {
    const found = source.budgets.find();
    const budget = found && (await readReportBudget(found.ledger, { ...window, scope: {} }));
    return budget ? { budget, guarantee: found.guaranteeOf(budget.budget.id) } : {};
  } catch (error) {
    if (!KaguraError.isInstance(error)) throw error;
    return { budgetProblem: error.message };
  }
}
