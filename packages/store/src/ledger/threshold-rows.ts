import {
  type BudgetBalance,
  type BudgetCharge,
  reachedThresholds,
  type ThresholdCrossing,
} from '@kagura/core';
import type { Connection } from '../connection';

const FIRED = 'SELECT threshold FROM threshold_fired WHERE budget_id = ? AND period = ?';
const FIRE = 'INSERT INTO threshold_fired (budget_id, period, threshold) VALUES (?, ?, ?)';

/** The thresholds that settled money has reached and that nobody was told of yet. Errors are SQLite's own. */
export function crossThresholds(
  opened: Connection,
  charge: BudgetCharge,
  { settledNanoUsd }: BudgetBalance,
): ThresholdCrossing[] {
  const { budgetId, period, limitNanoUsd } = charge;
  const reached = reachedThresholds(charge, settledNanoUsd);
  if (reached.length === 0) return [];
  const rows = opened.statement(FIRED).all(budgetId, period) as { threshold: number }[];
  const fired = new Set(rows.map((row) => row.threshold));
  const crossed = reached.filter((threshold) => !fired.has(threshold));
  for (const threshold of crossed) opened.statement(FIRE).get(budgetId, period, threshold);
  return crossed.map((threshold) => ({ budgetId, period, threshold, settledNanoUsd, limitNanoUsd }));
}
