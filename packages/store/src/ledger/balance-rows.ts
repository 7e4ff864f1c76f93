import type { BudgetBalance, BudgetCharge } from '@kagura/core';
import type { Connection } from '../connection';

// As floating point, which is exact for whatever a budget can hold and cannot overflow.
const BALANCE = `
  SELECT total(settled) AS settled, total(reserved) AS reserved, total(uncertain) AS uncertain
  FROM balance WHERE budget_id = ? AND bucket >= ? AND bucket < ?`;

interface BalanceRow {
  readonly settled: number;
  readonly reserved: number;
  readonly uncertain: number;
}

/** Money of the charge's budget from the first bucket of its window to the end of its own. Errors are SQLite's own. */
function readBalance(opened: Connection, { budgetId, start, bucketEnd }: BudgetCharge): BudgetBalance {
  const row = opened.statement(BALANCE).get(budgetId, start, bucketEnd) as BalanceRow;
  return {
    settledNanoUsd: row.settled,
    reservedNanoUsd: row.reserved,
    uncertainNanoUsd: row.uncertain,
  };
}

export function readBalances(opened: Connection, charges: readonly BudgetCharge[]): BudgetBalance[] {
  return charges.map((charge) => readBalance(opened, charge));
}

/** By how much the balances of an entry change. */
export interface BalanceChange {
  readonly settled?: number;
  readonly reserved?: number;
  readonly uncertain?: number;
}

const ADD = `
  INSERT INTO balance (budget_id, bucket, settled, reserved, uncertain)
  SELECT budget_id, bucket, max(:settled, 0), max(:reserved, 0), max(:uncertain, 0)
  FROM entry_bucket WHERE entry_id = :entry
  ON CONFLICT DO UPDATE SET
    settled = settled + :settled, reserved = reserved + :reserved, uncertain = uncertain + :uncertain`;

/**
 * Changes the balance of every bucket that the entry is booked in; one that is gone had nothing left of the entry in it,
 * and is made again. Errors are SQLite's own.
 */
export function addToBalances(opened: Connection, entry: number, change: BalanceChange): void {
  const { settled = 0, reserved = 0, uncertain = 0 } = change;
  // Not `run`, as no statement that changes something may answer: see `writeBatch`.
  opened.statement(ADD).get({ entry, settled, reserved, uncertain });
}

const PAST_BALANCES = `
  DELETE FROM balance WHERE budget_id = ? AND bucket < ? AND reserved = 0 AND uncertain = 0`;
const PAST_THRESHOLDS = 'DELETE FROM threshold_fired WHERE budget_id = ? AND period < ?';

/** Forgets what no longer counts for a budget whose window goes on and on, so that it does not grow without end. */
export function dropPast(opened: Connection, { budgetId, start, bucket }: BudgetCharge): void {
  if (start === bucket) return;
  opened.statement(PAST_BALANCES).get(budgetId, start);
  // A call may be settled late, in the period before: what was told of that must still be known.
  opened.statement(PAST_THRESHOLDS).get(budgetId, start - (bucket - start));
}
