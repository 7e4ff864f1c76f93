import { type Budget, type BudgetOptions, chargeOf, resolveBudget } from '@kagura/core';
import { ledgerPathFor, openLedger } from '@kagura/store';

interface SeededBudget extends BudgetOptions {
  readonly period: string;
  /** Nano-dollars, one settled call each. */
  readonly settled?: readonly number[];
  /** Nano-dollars, each held for a call that still runs. */
  readonly held?: readonly number[];
}

/** A ledger beside a database, with a budget and what was spent of it at an instant, in UTC where nothing else is said. */
export function seedLedger(database: string, now: string, seeded: SeededBudget): Budget {
  const { period, settled = [], held = [], ...options } = seeded;
  const { budget } = resolveBudget(period, options, { timeZone: 'UTC' });
  const at = Date.parse(now);
  const ledger = openLedger({ path: ledgerPathFor(database), now: () => at });
  ledger.putBudget(budget);
  const charges = [chargeOf(budget, at)];
  settled.forEach((amountNanoUsd, index) => {
    ledger.settle({ callId: `${budget.id} settled ${index}`, amountNanoUsd, charges });
  });
  held.forEach((amountNanoUsd, index) => {
    const callId = `${budget.id} held ${index}`;
    const { version } = ledger.budgets();
    const call = { callId, amountNanoUsd, leakNanoUsd: amountNanoUsd, charges, version };
    ledger.reserve({ ...call, ttlMs: 60_000, owner: 'test', agent: 'research', model: 'gpt-4o' });
  });
  ledger.close();
  return budget;
}
