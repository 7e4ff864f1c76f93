import type { CostDimension, CostGroup, CostTotals } from './cost-totals';
import { displayWidth } from './display-width';
import { formatCount } from './format';
import { formatShares } from './percent-shares';
import { sanitizeLine } from './sanitize-text';
import { formatTotalUsd } from './unpriced-text';

/** One block of a cost report: what each value of a dimension cost. */
export interface CostReportBlock {
  readonly by: CostDimension;
  readonly groups: readonly CostGroup[];
  /** Amounts in a column, their decimal points below one another; otherwise right after the names. */
  readonly aligned: boolean;
  /** Rows before the rest is folded into one, so that the block still adds up; all rows when missing. */
  readonly maxRows?: number | undefined;
}

interface Entry {
  readonly label: string;
  readonly totals: Pick<CostTotals, 'nanoUsd' | 'unpricedCalls'>;
}

interface Row {
  readonly label: string;
  readonly amount: string;
  /** `null` where a share says nothing. */
  readonly share: string | null;
}

const HEADINGS: Record<CostDimension, string> = {
  agent: 'By Agent:',
  model: 'By Model:',
  provider: 'By Provider:',
  day: 'By Day:',
};

const NO_NAME: Record<CostDimension, string> = {
  agent: '(no agent)',
  model: '(unknown model)',
  provider: '(unknown provider)',
  day: '(unknown day)',
};

/** Heading and rows; nothing for a block without groups. Days carry no shares. */
export function costBlockLines(block: CostReportBlock): string[] {
  if (block.groups.length === 0) {
    return [];
  }
  const entries = foldedEntries(block);
  const shares = block.by === 'day' ? [] : formatShares(entries.map((entry) => entry.totals.nanoUsd));
  const rows = entries.map((entry, index) => ({
    label: `${entry.label}:`,
    amount: formatTotalUsd(entry.totals),
    share: shares[index] ?? null,
  }));
  return [HEADINGS[block.by], ...(block.aligned ? alignRows(rows) : rows).map(rowLine)];
}

/** The largest groups are first and stay; of days the newest are last and stay. */
function foldedEntries({ by, groups, maxRows = groups.length }: CostReportBlock): Entry[] {
  const entries = groups.map(({ key, totals }) => ({
    label: key === null ? NO_NAME[by] : sanitizeLine(key),
    totals,
  }));
  const folded = entries.length - maxRows;
  if (folded <= 0) {
    return entries;
  }
  return by === 'day'
    ? [sumEntry(`… ${formatCount(folded)} earlier`, entries.slice(0, folded)), ...entries.slice(folded)]
    : [...entries.slice(0, maxRows), sumEntry(`… ${formatCount(folded)} more`, entries.slice(maxRows))];
}

function sumEntry(label: string, entries: readonly Entry[]): Entry {
  const priced = entries.flatMap(({ totals }) => totals.nanoUsd ?? []);
  const nanoUsd = priced.length === 0 ? null : priced.reduce((sum, amount) => sum + amount, 0);
  const unpricedCalls = entries.reduce((sum, { totals }) => sum + totals.unpricedCalls, 0);
  return { label, totals: { nanoUsd, unpricedCalls } };
}

function rowLine({ label, amount, share }: Row): string {
  return `  ${label} ${amount}${share === null ? '' : ` (${share})`}`.trimEnd();
}

function alignRows(rows: readonly Row[]): Row[] {
  const labelWidth = Math.max(...rows.map((row) => displayWidth(row.label)));
  const wholeWidth = Math.max(...rows.map((row) => wholePart(row.amount).length));
  const decimalsWidth = Math.max(...rows.map((row) => row.amount.length - wholePart(row.amount).length));
  return rows.map(({ label, amount, share }) => {
    const whole = wholePart(amount);
    return {
      label: label + ' '.repeat(labelWidth - displayWidth(label)),
      amount: whole.padStart(wholeWidth) + amount.slice(whole.length).padEnd(decimalsWidth),
      share,
    };
  });
}

function wholePart(amount: string): string {
  return amount.split('.', 1)[0] ?? amount;
}
