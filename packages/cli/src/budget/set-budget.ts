import { type BudgetOptions, formatUsd, readBudgets, resolveBudget } from '@kagura/core';
import type { Command } from 'commander';
import { usdNumber } from '../print/json-money';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { budgetJson } from './budget-json';
import { scopeText } from './budget-words';
import { configuredNote } from './configured-note';
import type { SetFlags } from './set-flags';
import { changingLedger } from './with-ledger';

const DEFAULT_PERIOD = 'monthly';

/** @throws ConfigurationError for an amount, a period or another value that cannot work */
export async function setBudget(context: BudgetContext, command: Command): Promise<void> {
  const { period = DEFAULT_PERIOD, weekStart } = context.options;
  const defaults = { timeZone: context.timeZone, weekStart };
  const { budget } = resolveBudget(period, readOptions(context, command), defaults);
  const { replaced, known } = await changingLedger(context, async (ledger) => ({
    replaced: ledger.putBudget(budget),
    known: (await readBudgets(ledger)).filter((other) => other.budget.id === budget.id),
  }));
  const before = replaced === undefined ? '' : `, instead of ${formatUsd(replaced.limitNanoUsd)}`;
  printReport(context, {
    command: 'budget set',
    range: null,
    text: () =>
      `Budget ${budget.id}: ${formatUsd(budget.limitNanoUsd)} per ${budget.period} for ${scopeText(budget.scope)}` +
      `${before} (${budget.mode}). Kept in ${context.ledgerPath}.`,
    json: () => ({
      data: {
        budget: known.map(budgetJson)[0],
        replaced_limit_usd: usdNumber(replaced?.limitNanoUsd ?? null),
      },
    }),
    warnings: configuredNote(context, budget.id),
  });
}

function readOptions({ options }: BudgetContext, command: Command): BudgetOptions {
  const { id, mode, estimate, tenant, warn } = command.opts<SetFlags>();
  const { agent, model, provider, session, user, tag } = options;
  const [limitUsd = ''] = command.args;
  const scope = { agent, model, provider, session, user, tag, tenant };
  return { limitUsd, id, ...scope, mode, estimate, thresholds: warn };
}
