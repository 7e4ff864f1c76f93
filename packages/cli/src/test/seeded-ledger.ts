import { type Budget, type BudgetOptions, chargeOf, resolveBudget } from '@kagura/core';
import { ledgerPathFor, openLedger } from '@kagura/store';

export interface SeededBudget extends BudgetOptions {
  readonly period: string;
  /** Nano-dollars that one call has cost. */
  readonly settled?: number;
  /** Nano-dollars held for a call. */
  readonly held?: number;
  /** Its process has died since. */
  readonly isLost?: boolean;
}

/** A budget beside a database, in UTC where nothing else is said, and what was spent of it then, by default when the tests play. */
export function seedBudget(
  database: string,
  seeded: SeededBudget,
  now: number = Date.UTC(2025, 9, 27, 12),
): Budget {
  const { period, settled, held, isLost = false, ...options } = seeded;
  const { budget } = resolveBudget(period, options, { timeZone: 'UTC' });
  const ledger = openLedger({ path: ledgerPathFor(database), now: () => now });
  ledger.putBudget(budget);
  const charges = [chargeOf(budget, now)];
  if (settled !== undefined) {
    ledger.settle({ callId: `settled ${budget.id}`, amountNanoUsd: settled, charges });
  }
  if (held !== undefined) {
    const callId = `held-${budget.id}`;
    const { version } = ledger.budgets();
    const call = { callId, amountNanoUsd: held, leakNanoUsd: held, charges, version };
    ledger.reserve({ ...call, ttlMs: 60_000, owner: callId, agent: 'research', model: 'gpt-4o' });
    if (isLost) ledger.expire({ limit: 1, owner: callId });
  }
  ledger.close();
  return budget;
}
