import { isDeepStrictEqual } from 'node:util';
import type { Budget } from '@kagura/core';

/** Those of the wanted budgets that a ledger does not have just like this. */
export function changedBudgets(wanted: readonly Budget[], stored: readonly Budget[]): readonly Budget[] {
  return wanted.filter(
    (budget) => !stored.some((known) => known.id === budget.id && isDeepStrictEqual(known, budget)),
  );
}
