import type { Command } from 'commander';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { budgetJson } from './budget-json';
import { standingLine } from './budget-words';
import { NO_BUDGETS, requireBudgets } from './known-budget';
import { readingLedger } from './with-ledger';

/** @throws CliError where there is no budget of the id that was asked for */
export async function checkBudgets(context: BudgetContext, command: Command): Promise<ExitCode> {
  const [id] = command.args;
  const known = await readingLedger(context, (ledger) => requireBudgets(ledger, id));
  const over = known.filter(({ status }) => status.state === 'over');
  const isOver = over.length > 0;
  printReport(context, {
    command: 'budget check',
    range: null,
    text: () => (known.length === 0 ? NO_BUDGETS : (isOver ? over : known).map(standingLine).join('\n')),
    json: () => ({ data: { is_over: isOver, budgets: known.map(budgetJson) } }),
    warnings: [],
  });
  return isOver ? EXIT_CODE.conditionFailed : EXIT_CODE.success;
}
