import type { BudgetCharge } from '@kagura/core';

/** How scripts are told of charges: how many, and each as eight texts. */
export function chargeArguments(charges: readonly BudgetCharge[]): string[] {
  const fields = charges.flatMap((charge) => [
    charge.budgetId,
    String(charge.bucket),
    String(charge.bucketEnd),
    String(charge.start),
    String(charge.period),
    String(charge.limitNanoUsd),
    charge.blocks ? '1' : '0',
    charge.thresholds.join(','),
  ]);
  return [String(charges.length), ...fields];
}

/** @throws RangeError for what is not a whole amount of nano-dollars from 0 to 2⁵³ − 1 */
export function amountArgument(name: string, nanoUsd: number): string {
  if (Number.isSafeInteger(nanoUsd) && nanoUsd >= 0) return String(nanoUsd);
  throw new RangeError(`${name} must be a non-negative safe integer, but it is ${String(nanoUsd)}.`);
}
