import { formatCount, formatUsd } from '@kagura/core';
import type { RecalculatedModel } from '@kagura/store';
import { usdNumber } from '../print/json-money';
import { textTable } from './text-table';

const COLUMNS = [
  { title: 'Model' },
  { title: 'Provider' },
  { title: 'Calls', alignRight: true },
  { title: 'Changed', alignRight: true },
  { title: 'Unpriced', alignRight: true },
  { title: 'Old', alignRight: true },
  { title: 'New', alignRight: true },
];

type Sums = Omit<RecalculatedModel, 'model' | 'provider'>;

/** Old and new totals of each model that has calls in the selection, then of all together. */
export function recalculationText(models: readonly RecalculatedModel[], isWritten: boolean): string {
  if (models.length === 0) return 'No model call matches.';
  const rows = models.map((entry) => row(entry.model || '(unknown model)', entry.provider || '—', entry));
  const all = sumOf(models);
  return [...textTable(COLUMNS, [...rows, row('Total', '', all)]), '', endLine(all.changed, isWritten)].join(
    '\n',
  );
}

export function recalculationJson(
  models: readonly RecalculatedModel[],
  isWritten: boolean,
): Record<string, unknown> {
  return {
    written: isWritten,
    ...sumsJson(sumOf(models)),
    models: models.map((entry) => ({
      model: entry.model || null,
      provider: entry.provider || null,
      ...sumsJson(entry),
    })),
  };
}

function endLine(changed: number, isWritten: boolean): string {
  if (changed === 0) return 'Nothing changes.';
  const costs = `${formatCount(changed)} ${changed === 1 ? 'cost' : 'costs'}`;
  return isWritten ? `${costs} written.` : `${costs} would change. Nothing was written.`;
}

function row(model: string, provider: string, sums: Sums): string[] {
  const { calls, changed, unpricedBefore, unpricedAfter, oldNanoUsd, newNanoUsd } = sums;
  const unpriced =
    unpricedBefore === unpricedAfter
      ? formatCount(unpricedAfter)
      : `${formatCount(unpricedBefore)} → ${formatCount(unpricedAfter)}`;
  return [
    model,
    provider,
    formatCount(calls),
    formatCount(changed),
    unpriced,
    formatUsd(oldNanoUsd),
    formatUsd(newNanoUsd),
  ];
}

function sumsJson(sums: Sums): Record<string, unknown> {
  return {
    calls: sums.calls,
    changed: sums.changed,
    unpriced_before: sums.unpricedBefore,
    unpriced_after: sums.unpricedAfter,
    old_usd: usdNumber(sums.oldNanoUsd),
    new_usd: usdNumber(sums.newNanoUsd),
  };
}

function sumOf(models: readonly RecalculatedModel[]): Sums {
  const sum = (of: (entry: RecalculatedModel) => number): number =>
    models.reduce((total, entry) => total + of(entry), 0);
  return {
    calls: sum(({ calls }) => calls),
    changed: sum(({ changed }) => changed),
    unpricedBefore: sum(({ unpricedBefore }) => unpricedBefore),
    unpricedAfter: sum(({ unpricedAfter }) => unpricedAfter),
    oldNanoUsd: moneyOf(models.map(({ oldNanoUsd }) => oldNanoUsd)),
    newNanoUsd: moneyOf(models.map(({ newNanoUsd }) => newNanoUsd)),
  };
}

/** Unknown only where nothing is known. */
function moneyOf(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((total, amount) => total + amount, 0);
}
