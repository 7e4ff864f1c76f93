import type { Budget, BudgetScope } from './budget';
import { chargeOf } from './budget-charge';
import type { BudgetLedger } from './budget-ledger';
import { budgetWindow, lengthOf } from './budget-period';
import { type BudgetStatus, budgetStatus } from './budget-status';

/** A budget and how it stands. */
export interface KnownBudget {
  readonly budget: Budget;
  readonly status: BudgetStatus;
}

/** What a report is about. */
export interface ReportedCalls {
  /** Half-open; a report without a beginning or an end has no budget. */
  readonly start?: Date | null | undefined;
  readonly end?: Date | null | undefined;
  /** The calls that it is narrowed to, as the scope of a budget would say it. */
  readonly scope: BudgetScope;
}

/** How a report's length of time may differ from a budget's, since each reads the clock for itself: 1/60 of it. */
const CLOCK_TOLERANCE = 60;

/** All budgets of a ledger as they stand now, in the order of their ids. Rejects as the ledger does. */
export async function readBudgets(ledger: BudgetLedger): Promise<readonly KnownBudget[]> {
  const { budgets } = await ledger.budgets();
  return statusesOf(ledger, budgets);
}

/**
 * The budget for a report on its own period that counts exactly the calls that the report counts; of several the one
 * with the least left. Rejects as the ledger does.
 */
export async function readReportBudget(
  ledger: BudgetLedger,
  report: ReportedCalls,
): Promise<KnownBudget | undefined> {
  const { budgets } = await ledger.budgets();
  const now = ledger.now();
  const fitting = budgets.filter(
    (budget) => isSameScope(budget.scope, report.scope) && isSamePeriod(budget, report, now),
  );
  const known = await statusesOf(ledger, fitting);
  return known.toSorted((a, b) => a.status.remainingNanoUsd - b.status.remainingNanoUsd)[0];
}

async function statusesOf(ledger: BudgetLedger, budgets: readonly Budget[]): Promise<readonly KnownBudget[]> {
  const now = ledger.now();
  const sorted = budgets.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const balances = await ledger.balances(sorted.map((budget) => chargeOf(budget, now)));
  return sorted.flatMap((budget, index) => {
    const balance = balances[index];
    return balance ? [{ budget, status: budgetStatus(budget, balance, now) }] : [];
  });
}

function isSamePeriod(budget: Budget, { start, end }: ReportedCalls, now: number): boolean {
  if (!start || !end) return false;
  const length = lengthOf(budget.period);
  if (length === undefined) {
    const window = budgetWindow(budget, now);
    return start.getTime() === window.start && end.getTime() === window.bucketEnd;
  }
  const isNow = Math.abs(now - end.getTime()) <= length / CLOCK_TOLERANCE;
  return isNow && end.getTime() - start.getTime() === length;
}

function isSameScope(
  { tag, ...scope }: BudgetScope,
  { tag: reportedTag, ...reported }: BudgetScope,
): boolean {
  const names = new Set([...Object.keys(scope), ...Object.keys(reported)]) as Set<keyof typeof scope>;
  for (const name of names) if (scope[name] !== reported[name]) return false;
  return tag?.key === reportedTag?.key && tag?.value === reportedTag?.value;
}
