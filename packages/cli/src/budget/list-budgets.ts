import type { Command } from 'commander';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { budgetJson } from './budget-json';
import { budgetTable, remarkLines } from './budget-table';
import { NO_BUDGETS, requireBudgets, SET_HINT } from './known-budget';
import { readingLedger } from './with-ledger';

/** @throws CliError where there is no budget of the id that was asked for */
export async function listBudgets(context: BudgetContext, command: Command): Promise<void> {
  const [id] = command.args;
  const known = await readingLedger(context, (ledger) => requireBudgets(ledger, id));
  const remarks = remarkLines(known);
  printReport(context, {
    command: 'budget list',
    range: null,
    text: () =>
      known.length === 0
        ? NO_BUDGETS
        : [...budgetTable(known, context.columns), ...(remarks.length > 0 ? ['', ...remarks] : [])].join(
            '\n',
          ),
    json: () => ({ data: { budgets: known.map(budgetJson) } }),
    warnings: known.length === 0 ? [SET_HINT] : [],
  });
}
