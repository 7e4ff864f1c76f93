import { displayWidth, formatPercent, formatUsd, type KnownBudget } from '@kagura/core';
import { labelLines, textTable } from '../pricing/text-table';
import { reachedThresholds, scopeText } from './budget-words';

const BAR_WIDTH = 10;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const SIGNS = { ok: '', warn: '⚠', over: '✖' } as const;

const COLUMNS = [
  { title: 'Id' },
  { title: 'Counts' },
  { title: 'Period' },
  { title: 'Mode' },
  { title: 'Spent', alignRight: true },
  { title: 'Limit', alignRight: true },
  { title: 'Used', alignRight: true },
  { title: '' },
  { title: 'Forecast', alignRight: true },
];
const BAR_COLUMN = 7;

/**
 * Budgets as a table with bars where the terminal is wide enough, without bars where it is not, and below each other where
 * even that does not fit: ids and names are never cut.
 *
 * @param columns width of the terminal; `undefined` where the text goes elsewhere, which gets no bars
 */
export function budgetTable(known: readonly KnownBudget[], columns: number | undefined): readonly string[] {
  const fits = (lines: readonly string[]): boolean =>
    columns === undefined || lines.every((line) => displayWidth(line) <= columns);
  const decorated = columns === undefined ? undefined : tableLines(known, true);
  if (decorated && fits(decorated)) return decorated;
  const plain = tableLines(known, false);
  return fits(plain)
    ? plain
    : known.flatMap((budget, index) => [...(index > 0 ? [''] : []), ...block(budget)]);
}

function tableLines(known: readonly KnownBudget[], hasBars: boolean): readonly string[] {
  const rows = known.map((budget) => rowOf(budget, hasBars));
  const isEmpty = rows.every((row) => row[BAR_COLUMN] === '');
  const shown = <Cell>(cells: readonly Cell[]): Cell[] =>
    cells.filter((_, index) => index !== BAR_COLUMN || !isEmpty);
  return textTable(shown(COLUMNS), rows.map(shown));
}

function rowOf({ budget, status }: KnownBudget, hasBars: boolean): readonly string[] {
  const bar = hasBars && status.usedRatio !== null ? barOf(status.usedRatio) : '';
  return [
    budget.id,
    scopeText(budget.scope),
    budget.period,
    budget.mode,
    formatUsd(status.spentNanoUsd),
    formatUsd(status.limitNanoUsd),
    formatPercent(status.usedRatio),
    `${bar} ${SIGNS[status.state]}`.trim(),
    formatUsd(status.forecast?.nanoUsd ?? null),
  ];
}

function block(known: KnownBudget): readonly string[] {
  const [
    id = '',
    counts = '',
    period = '',
    mode = '',
    spent = '',
    limit = '',
    used = '',
    sign = '',
    forecast = '',
  ] = rowOf(known, false);
  return [
    id,
    ...labelLines([
      ['Counts', counts],
      ['Period', period],
      ['Mode', mode],
      ['Spent', `${spent} of ${limit} (${used}) ${sign}`.trim()],
      ['Forecast', forecast],
    ]),
  ];
}

function barOf(ratio: number): string {
  const eighths = Math.round(Math.min(1, ratio) * BAR_WIDTH * EIGHTHS.length);
  const filled = `${'█'.repeat(Math.floor(eighths / EIGHTHS.length))}${EIGHTHS[eighths % EIGHTHS.length]}`;
  return filled.padEnd(BAR_WIDTH, '░');
}

/** What deserves a word: limits that are passed or near, money that is held, and money of which nobody knows. */
export function remarkLines(known: readonly KnownBudget[]): readonly string[] {
  return known.flatMap((budget) => {
    const { id } = budget.budget;
    const { remainingNanoUsd, reservedNanoUsd, uncertainNanoUsd } = budget.status;
    const reached = reachedThresholds(budget).at(-1);
    return [
      ...(remainingNanoUsd < 0 ? [`✖ ${id}: over budget by ${formatUsd(-remainingNanoUsd)}`] : []),
      ...(remainingNanoUsd >= 0 && reached !== undefined
        ? [`⚠ ${id}: ${reached}% of the limit reached`]
        : []),
      ...(reservedNanoUsd > 0 ? [`  ${id}: ${formatUsd(reservedNanoUsd)} held for calls that run`] : []),
      ...(uncertainNanoUsd > 0
        ? [`  ${id}: ${formatUsd(uncertainNanoUsd)} of it uncertain; see: kagura budget uncertain`]
        : []),
    ];
  });
}
