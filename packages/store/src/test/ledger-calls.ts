import {
  type Budget,
  type BudgetBalance,
  chargeOf,
  type Reservation,
  resolveBudget,
  type SynchronousBudgetLedger,
} from '@kagura/core';
import { processOwner } from '../ledger/process-owner';

const DEFAULTS = { timeZone: 'UTC', weekStart: 'monday' } as const;

/** A budget of a dollar a month; every field can be given. */
export function budgetWith(fields: Partial<Budget> = {}): Budget {
  return { ...resolveBudget('monthly', { limitUsd: 1, id: 'month' }, DEFAULTS).budget, ...fields };
}

/** A call of this process that counts for every budget, and may cost ten cents; every field can be given. */
export function reservationOf(
  ledger: SynchronousBudgetLedger,
  callId: string,
  fields: Partial<Reservation> = {},
): Reservation {
  const { version, budgets } = ledger.budgets();
  return {
    callId,
    amountNanoUsd: 100_000_000,
    leakNanoUsd: 100_000_000,
    charges: budgets.map((budget) => chargeOf(budget, ledger.now())),
    version,
    ttlMs: 120_000,
    owner: processOwner(),
    ...fields,
  };
}

/** Money of each budget as it is now: settled, reserved and uncertain. */
export function moneyIn(
  ledger: SynchronousBudgetLedger,
): [settled: number, reserved: number, uncertain: number][] {
  const charges = ledger.budgets().budgets.map((budget) => chargeOf(budget, ledger.now()));
  return ledger
    .balances(charges)
    .map(({ settledNanoUsd, reservedNanoUsd, uncertainNanoUsd }: BudgetBalance) => [
      settledNanoUsd,
      reservedNanoUsd,
      uncertainNanoUsd,
    ]);
}
