import { existsSync } from 'node:fs';
import { type Budget, KaguraError, type SynchronousBudgetLedger } from '@kagura/core';
import { changedBudgets, openLedger } from '@kagura/store';
import type { LooseContext } from '../command-context';
import type { BudgetPlace } from './budget-context';

type LedgerContext = BudgetPlace & Pick<LooseContext, 'now' | 'output'>;

/** Gives the ledger to the work to change it, and closes it. It is made where there is none. */
export async function changingLedger<Result>(
  context: LedgerContext,
  work: (ledger: SynchronousBudgetLedger) => Result | Promise<Result>,
): Promise<Result> {
  const { ledgerPath: path, now, output } = context;
  const ledger = openLedger({
    path,
    now: () => now.getTime(),
    onWarning: ({ message }) => output.note(message),
  });
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

/**
 * Gives the ledger to the work to read it, and closes it; `undefined` where there is none. The budgets of the
 * configuration file are in it.
 */
export async function readingLedger<Result>(
  context: LedgerContext,
  work: (ledger: SynchronousBudgetLedger | undefined) => Result | Promise<Result>,
): Promise<Result> {
  await putConfigured(context);
  const { ledgerPath: path, now } = context;
  const ledger = existsSync(path)
    ? openLedger({ path, readOnly: true, now: () => now.getTime() })
    : undefined;
  try {
    return await work(ledger);
  } finally {
    ledger?.close();
  }
}

/** Nothing is written where the ledger has them as they are. Where they cannot be written, what it has is shown. */
async function putConfigured(context: LedgerContext): Promise<void> {
  const { ledgerPath, configured, configurationPath, output } = context;
  if (configured.length === 0) return;
  const stored = existsSync(ledgerPath) ? storedBudgets(ledgerPath) : [];
  const changed = changedBudgets(configured, stored);
  if (changed.length === 0) return;
  try {
    await changingLedger(context, (ledger) => {
      for (const budget of changed) ledger.putBudget(budget);
    });
  } catch (error) {
    if (!KaguraError.isInstance(error)) throw error;
    output.note(`The budgets of ${configurationPath} were not set: ${error.message}`);
  }
}

function storedBudgets(path: string): readonly Budget[] {
  const ledger = openLedger({ path, readOnly: true });
  try {
    return ledger.budgets().budgets;
  } finally {
    ledger.close();
  }
}
