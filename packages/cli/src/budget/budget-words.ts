import { type Budget, type BudgetScope, formatPercent, formatUsd, type KnownBudget } from '@kagura/core';

/** Which calls a budget counts, in words. */
export function scopeText({ tag, ...scope }: BudgetScope): string {
  const parts = Object.entries(scope).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${value}`,
  );
  if (tag) parts.push(`tag ${tag.key}=${tag.value}`);
  return parts.length === 0 ? 'all calls' : parts.join(', ');
}

/** `this month`, `in 24h`. */
function inPeriod({ period }: Pick<Budget, 'period'>): string {
  return /^\d/.test(period) ? `in ${period}` : period === 'day' ? 'today' : `this ${period}`;
}

const SIGNS = { ok: '✔', warn: '⚠', over: '✖' } as const;

/** How a budget stands in one line: `✖ monthly: $52.10 of $50.00 this month (104.2%)`. */
export function standingLine({ budget, status }: KnownBudget): string {
  const share = status.usedRatio === null ? '' : ` (${formatPercent(status.usedRatio)})`;
  const spent = `${formatUsd(status.spentNanoUsd)} of ${formatUsd(budget.limitNanoUsd)}`;
  return `${SIGNS[status.state]} ${budget.id}: ${spent} ${inPeriod(budget)}${share}`;
}

/** Percentages that settled money has reached. In integers, since amounts may be near the largest safe one. */
export function reachedThresholds({ budget, status }: KnownBudget): readonly number[] {
  const settled = BigInt(status.spentNanoUsd - status.uncertainNanoUsd);
  const limit = BigInt(budget.limitNanoUsd);
  return budget.thresholds.filter((threshold) =>
    limit === 0n ? settled > 0n : settled * 100n >= limit * BigInt(threshold),
  );
}
