import { type KnownBudget, readBudgets, type SynchronousBudgetLedger, suggest } from '@kagura/core';
import { type CliError, notFoundError } from '../cli-error';

/** All budgets, or the one of an id. @throws CliError where there is none of it */
export async function requireBudgets(
  ledger: SynchronousBudgetLedger | undefined,
  id: string | undefined,
): Promise<readonly KnownBudget[]> {
  const known = ledger === undefined ? [] : await readBudgets(ledger);
  if (id === undefined) return known;
  const found = known.filter(({ budget }) => budget.id === id);
  if (found.length === 0) {
    throw noBudgetError(
      id,
      known.map(({ budget }) => budget.id),
    );
  }
  return found;
}

export function noBudgetError(id: string, known: readonly string[]): CliError {
  const guess = suggest(id, known);
  return notFoundError(
    `No budget "${id}".${guess === undefined ? '' : `  Did you mean "${guess}"?`}`,
    guess === undefined && known.length > 0 ? `Budgets: ${known.join(' ')}` : undefined,
  );
}

export const NO_BUDGETS = 'No budgets are set.';
export const SET_HINT = 'Set one: kagura budget set 50 --period monthly';
