import type { Budget, BudgetCharge, BudgetLedger, Reservation } from '@kagura/core';

const FOREVER = 4_000_000_000_000;

/** A budget without scope, whose one bucket begins with the epoch and lasts. */
export const budgetOf = (id: string, limitNanoUsd: number): Budget => ({
  id,
  period: 'year',
  limitNanoUsd,
  scope: {},
  timeZone: 'UTC',
  weekStart: 'monday',
  mode: 'block',
  estimate: 'max',
  onTight: 'reject',
  onLeak: 'estimate',
  onLedgerUnavailable: 'local',
  graceNanoUsd: 0,
  thresholds: [50, 80, 100],
});

export const chargeOf = ({ id, limitNanoUsd }: Budget, more: Partial<BudgetCharge> = {}): BudgetCharge => ({
  budgetId: id,
  limitNanoUsd,
  blocks: true,
  thresholds: [50, 80, 100],
  bucket: 0,
  bucketEnd: FOREVER,
  start: 0,
  period: 0,
  ...more,
});

/** Puts the budget, and answers what reserves calls for it. */
export async function openBook(ledger: BudgetLedger, budget: Budget) {
  await ledger.putBudget(budget);
  const { version } = await ledger.budgets();
  const charges = [chargeOf(budget)];
  const reservation = (callId: string, amountNanoUsd: number): Reservation => ({
    callId,
    amountNanoUsd,
    leakNanoUsd: amountNanoUsd,
    charges,
    version,
    ttlMs: 120_000,
    owner: 'test',
  });
  return {
    charges,
    version,
    reserve: (callId: string, amountNanoUsd: number) => ledger.reserve(reservation(callId, amountNanoUsd)),
    settle: (callId: string, amountNanoUsd: number) => ledger.settle({ callId, amountNanoUsd, charges }),
    balance: async () => (await ledger.balances(charges))[0],
  };
}
