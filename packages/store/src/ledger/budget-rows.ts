import type { Budget, BudgetSet } from '@kagura/core';
import type { Connection } from '../connection';

interface BudgetRow {
  readonly definition: string;
}

/** Errors of this file are SQLite's own. */
export function readBudgets(opened: Connection): BudgetSet {
  const { version } = opened.statement('SELECT version FROM book').get() as { version: number };
  const rows = opened.statement('SELECT definition FROM budget ORDER BY id').all() as BudgetRow[];
  return { version, budgets: Array.from(rows, toBudget) };
}

/** Adds the budget or replaces the one of its id, which is returned. */
export function writeBudget(opened: Connection, budget: Budget): Budget | undefined {
  const replaced = findBudget(opened, budget.id);
  opened
    .statement(
      'INSERT INTO budget (id, definition) VALUES (?, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition',
    )
    .get(budget.id, JSON.stringify(budget));
  raiseVersion(opened);
  return replaced;
}

/** False where there was none. */
export function deleteBudget(opened: Connection, id: string): boolean {
  if (!findBudget(opened, id)) return false;
  opened.statement('DELETE FROM budget WHERE id = ?').get(id);
  raiseVersion(opened);
  return true;
}

function findBudget(opened: Connection, id: string): Budget | undefined {
  const row = opened.statement('SELECT definition FROM budget WHERE id = ?').get(id);
  return row === undefined ? undefined : toBudget(row as BudgetRow);
}

function toBudget({ definition }: BudgetRow): Budget {
  return JSON.parse(definition) as Budget;
}

function raiseVersion(opened: Connection): void {
  opened.statement('UPDATE book SET version = version + 1 WHERE id = 1').get();
}
