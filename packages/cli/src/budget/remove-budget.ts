import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { configuredNote } from './configured-note';
import { noBudgetError } from './known-budget';
import { changingLedger } from './with-ledger';

/** @throws CliError where there is no such budget */
export async function removeBudget(context: BudgetContext, command: Command): Promise<void> {
  const [id = ''] = command.args;
  if (!existsSync(context.ledgerPath)) throw noBudgetError(id, []);
  await changingLedger(context, (ledger) => {
    if (ledger.removeBudget(id)) return;
    throw noBudgetError(
      id,
      ledger.budgets().budgets.map((budget) => budget.id),
    );
  });
  printReport(context, {
    command: 'budget rm',
    range: null,
    text: () => `Budget ${id} removed. What was spent counts again if it is set again.`,
    json: () => ({ data: { removed: id } }),
    warnings: configuredNote(context, id),
  });
}
