import type { BudgetCharge } from './budget-charge';

/** Rules of every ledger that calculates in JavaScript. */

const PERCENT = 100;

/** The percentages of a budget's limit that settled money has reached, in rising order. */
export function reachedThresholds(
  { limitNanoUsd, thresholds }: BudgetCharge,
  settledNanoUsd: number,
): readonly number[] {
  return thresholds.filter((threshold) => hasReached(settledNanoUsd, limitNanoUsd, threshold));
}

/** In whole numbers, since both products may be too large for JavaScript to be exact. */
function hasReached(settledNanoUsd: number, limitNanoUsd: number, threshold: number): boolean {
  if (limitNanoUsd === 0) return settledNanoUsd > 0;
  const [part, whole] = [settledNanoUsd * PERCENT, limitNanoUsd * threshold];
  if (Number.isSafeInteger(part) && Number.isSafeInteger(whole)) return part >= whole;
  return BigInt(settledNanoUsd) * BigInt(PERCENT) >= BigInt(limitNanoUsd) * BigInt(threshold);
}

/** @throws RangeError unless it is an amount that a ledger can keep: a non-negative safe integer */
export function requireAmount(nanoUsd: number): void {
  if (Number.isSafeInteger(nanoUsd) && nanoUsd >= 0) return;
  throw new RangeError(`An amount of nano-dollars must be a non-negative safe integer, not ${nanoUsd}.`);
}
