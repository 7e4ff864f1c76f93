import { type Budget, type BudgetBalance, type BudgetCharge, BudgetExceededError } from '@kagura/core';

export interface Exceeding {
  readonly budget: Budget;
  readonly charge: BudgetCharge;
  readonly balance: BudgetBalance;
  readonly requestedNanoUsd: number | null;
  readonly now: number;
}

const NOTHING: BudgetBalance = { settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 };

export function exceeded({ budget, charge, balance, requestedNanoUsd, now }: Exceeding): BudgetExceededError {
  return new BudgetExceededError({ budget, balance, requestedNanoUsd, resetsAt: charge.bucketEnd, now });
}

/** What counts against the limit, in nano-dollars. */
export function usedNanoUsd(balance: BudgetBalance = NOTHING): number {
  return balance.settledNanoUsd + balance.reservedNanoUsd + balance.uncertainNanoUsd;
}

/** The least that any blocking budget has left, in nano-dollars. */
export function headroom(charges: readonly BudgetCharge[], balances: readonly BudgetBalance[]): number {
  let least = Number.MAX_SAFE_INTEGER;
  for (const [index, { blocks, limitNanoUsd }] of charges.entries()) {
    if (blocks) least = Math.min(least, limitNanoUsd - usedNanoUsd(balances[index]));
  }
  return least;
}
