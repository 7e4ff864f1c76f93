import { existsSync } from 'node:fs';
import type { BudgetLedger } from '@kagura/core';
import { ledgerPathFor, openLedger } from '@kagura/store';
import type { BudgetAccess, BudgetSource } from './budget-source';

export interface FileBudgetsOptions {
  /** Path of the database that the ledger is beside. */
  readonly database: string;
  readonly now: () => Date;
}

/** The budgets beside a database. The ledger is opened at the first use and kept open, to write only when it must be. */
export function fileBudgets({ database, now }: FileBudgetsOptions): BudgetAccess {
  const path = ledgerPathFor(database);
  const clock = (): number => now().getTime();
  let reading: BudgetSource | undefined;
  let writing: BudgetSource | undefined;
  return {
    open: () => {
      writing ??= sourceOf(openLedger({ path, now: clock }));
      return writing;
    },
    find: () => {
      if (writing) return writing;
      if (!reading && existsSync(path)) reading = sourceOf(openLedger({ path, readOnly: true, now: clock }));
      return reading;
    },
  };
}

/** Functions of a budget decide in a process that makes calls, which nobody does through a file. */
function sourceOf(ledger: BudgetLedger): BudgetSource {
  return {
    ledger,
    put: ({ budget }) => ledger.putBudget(budget),
    remove: (id) => ledger.removeBudget(id),
    guaranteeOf: () => null,
  };
}
