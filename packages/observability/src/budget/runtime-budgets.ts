import { existsSync } from 'node:fs';
import { type BudgetLedger, type CostOptions, formatUsd, MemoryLedger } from '@kagura/core';
import { type Database, ledgerPathFor, openLedger, processOwner, readLastCosts } from '@kagura/store';
import type { Configuration } from '../configuration';
import { type Diagnostics, describe } from '../diagnostics';
import type { MetricsRecorder } from '../metrics/metrics-recorder';
import { safely } from '../safely';
import type { BudgetHealth } from './budget-health';
import { Budgets, type LedgerSource } from './budgets';
import type { PastCosts } from './cost-history';

export interface RuntimeBudgetsParts {
  readonly configuration: Configuration;
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
  readonly pricing: CostOptions;
  readonly database: Database | undefined;
}

/** The budgets of a runtime: in the ledger it was given, else in a file beside its database, else in memory. */
export function createBudgets({
  configuration,
  diagnostics,
  metrics,
  pricing,
  database,
}: RuntimeBudgetsParts): Budgets {
  return new Budgets({
    source: sourceOf(configuration, diagnostics),
    configured: configuration.budgets,
    pricing,
    health: healthOf(diagnostics, metrics),
    owner: processOwner(),
    pastCosts: (kind) => pastCosts(database, diagnostics, kind),
  });
}

function sourceOf({ ledger, database }: Configuration, diagnostics: Diagnostics): LedgerSource {
  if (ledger) return { find: () => ledger, open: () => ledger };
  if (database === false) return memorySource();
  const path = ledgerPathFor(database);
  const open = (): BudgetLedger =>
    openLedger({ path, onWarning: ({ code, message }) => diagnostics.warn(code, message) });
  return { find: () => (existsSync(path) ? open() : undefined), open };
}

function memorySource(): LedgerSource {
  let ledger: BudgetLedger | undefined;
  return {
    find: () => ledger,
    open: () => {
      ledger ??= new MemoryLedger();
      return ledger;
    },
  };
}

function pastCosts(
  database: Database | undefined,
  diagnostics: Diagnostics,
  kind: Parameters<PastCosts>[0],
): readonly number[] {
  return (database && safely(diagnostics, 'budget-history', () => readLastCosts(database, kind))) ?? [];
}

function healthOf(diagnostics: Diagnostics, metrics: MetricsRecorder): BudgetHealth {
  const unreachable = (error: unknown): void =>
    diagnostics.warn(
      'KAGURA_LEDGER',
      `The ledger of the budgets cannot be asked: ${describe(error)} ` +
        "Until it can, every budget's onLedgerUnavailable decides.",
    );
  return {
    decided: (budgetId, decision) => metrics.budgets.decided(budgetId, decision),
    balance: (charge, balance) => metrics.budgets.balance(charge, balance),
    removed: (budgetId) => metrics.budgets.removed(budgetId),
    degraded: (decision, error) => {
      metrics.budgets.degraded(decision);
      unreachable(error);
    },
    unreachable: (error) => {
      metrics.budgets.unreachable();
      unreachable(error);
    },
    crossed: (crossings) => {
      // Of thresholds that were reached at once the highest says it all.
      const highest = new Map(crossings.map((crossing) => [crossing.budgetId, crossing]));
      for (const { budgetId, threshold, settledNanoUsd, limitNanoUsd } of highest.values()) {
        diagnostics.warn(
          `KAGURA_BUDGET_${budgetId}_${threshold}`,
          `Budget "${budgetId}" has reached ${threshold} %: ` +
            `${formatUsd(settledNanoUsd)} of ${formatUsd(limitNanoUsd)} spent.`,
        );
      }
    },
    dropped: () => metrics.addDropped('ledger', 1),
    internalError: (where, error) => diagnostics.internalError(where, error),
  };
}
