import { type BudgetLedger, ConfigurationError, MemoryLedger } from '@kagura/core';
import type { Environment } from './environment';
import type { BudgetSource, ReadingSource } from './reading';

/**
 * What a process reads that the environment has switched observability off for. There are no calls, and budgets guard
 * none: to set one changes nothing and breaks nothing, so that the program runs as it is.
 */
export function switchedOffSource({ timeZone }: Environment): ReadingSource {
  const ledger = new MemoryLedger();
  return {
    timeZone: timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: () => new Date(),
    priceOverrides: [],
    budgets: { open: () => sourceOf(ledger), find: () => undefined },
    open: async () => {
      throw new ConfigurationError(
        'There is nothing to read: KAGURA_DISABLED or OTEL_SDK_DISABLED is set. Read a file with { database: path }.',
      );
    },
  };
}

function sourceOf(ledger: BudgetLedger): BudgetSource {
  return {
    ledger,
    put: ({ budget }) => ledger.putBudget(budget),
    remove: (id) => ledger.removeBudget(id),
    guaranteeOf: () => null,
  };
}
