import type { BudgetBalance, BudgetCharge, ThresholdCrossing } from '@kagura/core';
import type { Connection } from '../connection';

const FIRED = 'SELECT threshold FROM threshold_fired WHERE budget_id = ? AND period = ?';
const FIRE = 'INSERT INTO threshold_fired (budget_id, period, threshold) VALUES (?, ?, ?)';

/** The thresholds that settled money has reached and that nobody was told of yet. Errors are SQLite's own. */
export function crossThresholds(
  opened: Connection,
  { budgetId, period, limitNanoUsd, thresholds }: BudgetCharge,
  { settledNanoUsd }: BudgetBalance,
): ThresholdCrossing[] {
  const reached = thresholds.filter((threshold) => isReached(settledNanoUsd, limitNanoUsd, threshold));
  if (reached.length === 0) return [];
  const rows = opened.statement(FIRED).all(budgetId, period) as { threshold: number }[];
  const fired = new Set(rows.map((row) => row.threshold));
  const crossed = reached.filter((threshold) => !fired.has(threshold));
  for (const threshold of crossed) opened.statement(FIRE).get(budgetId, period, threshold);
  return crossed.map((threshold) => ({ budgetId, period, threshold, settledNanoUsd, limitNanoUsd }));
}

function isReached(settledNanoUsd: number, limitNanoUsd: number, threshold: number): boolean {
  if (limitNanoUsd === 0) return settledNanoUsd > 0;
  const [part, whole] = [settledNanoUsd * 100, limitNanoUsd * threshold];
  if (Number.isSafeInteger(part) && Number.isSafeInteger(whole)) return part >= whole;
  return BigInt(settledNanoUsd) * 100n >= BigInt(limitNanoUsd) * BigInt(Math.round(threshold));
}
