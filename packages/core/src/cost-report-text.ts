import type { BudgetStatus } from './budget/budget-status';
import type { BudgetForecast } from './budget/forecast';
import type { KnownBudget } from './budget/read-budgets';
import { dayKey } from './calendar-day';
import { costBlockLines } from './cost-report-block';
import type { CostDimension, CostGroup, CostTotals, UnpricedModel } from './cost-totals';
import { displayWidth } from './display-width';
import { formatCount, formatUsd } from './format';
import { sanitizeLine } from './sanitize-text';
import { formatTotalUsd, unpricedLines } from './unpriced-text';

/** A budget as its report shows it, and the zone that its last day is named in. */
export interface CostReportBudget
  extends Pick<BudgetStatus, 'limitNanoUsd' | 'remainingNanoUsd' | 'state' | 'forecast'> {
  readonly timeZone: string;
}

/** What a cost report says. A missing block is left out; the groups are printed in the order given. */
export interface CostReportData {
  /** First line, for example `Cost Report (2025-10)`. */
  readonly title: string;
  readonly totals: CostTotals;
  readonly byAgent?: readonly CostGroup[] | undefined;
  readonly byModel?: readonly CostGroup[] | undefined;
  readonly byProvider?: readonly CostGroup[] | undefined;
  readonly byDay?: readonly CostGroup[] | undefined;
  readonly budget?: CostReportBudget | undefined;
  /** Why the budget is not known, printed in its place. */
  readonly budgetProblem?: string | undefined;
  /** Models without a price, named after the blocks. */
  readonly unpriced?: readonly UnpricedModel[] | undefined;
}

export interface CostReportFormat {
  /**
   * `report` is the text of a report object: an underline of fixed length, amounts right after their names.
   * `command` is the text of the command: an underline as long as the title, amounts in a column, a sign when
   * the budget is tight, and its forecast.
   */
  readonly style: 'report' | 'command';
  /** Rows of a block before the rest is folded into one; all of them when missing. */
  readonly maxRows?: number | undefined;
}

const REPORT_UNDERLINE = 32;

/** The report as lines, without a line end after the last. */
export function formatCostReport(data: CostReportData, { style, maxRows }: CostReportFormat): string {
  const title = sanitizeLine(data.title);
  const underline = '='.repeat(style === 'report' ? REPORT_UNDERLINE : displayWidth(title));
  const blockLines = (by: CostDimension, groups: readonly CostGroup[] = []): string[] =>
    costBlockLines({ by, groups, aligned: style === 'command', maxRows });
  const blocks = [
    [title, underline, `Total: ${formatTotalUsd(data.totals)}`],
    blockLines('agent', data.byAgent),
    blockLines('model', data.byModel),
    blockLines('provider', data.byProvider),
    blockLines('day', data.byDay),
    budgetLines(data, style),
    estimatedLines(data.totals),
    unpricedLines(data.totals, data.unpriced ?? []),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A known budget and its status as a report shows them. */
export function toReportBudget({ budget, status }: KnownBudget): CostReportBudget {
  return { ...status, timeZone: budget.timeZone };
}

function budgetLines({ budget, budgetProblem }: CostReportData, style: CostReportFormat['style']): string[] {
  if (budgetProblem !== undefined) return [`Budget: unknown. ${sanitizeLine(budgetProblem)}`];
  if (budget === undefined) return [];
  const { limitNanoUsd, remainingNanoUsd, state, forecast, timeZone } = budget;
  const remaining =
    remainingNanoUsd < 0
      ? `${formatUsd(0)}, over budget by ${formatUsd(-remainingNanoUsd)}`
      : formatUsd(remainingNanoUsd);
  const isCommand = style === 'command';
  return [
    `Budget: ${formatUsd(limitNanoUsd)}`,
    `Remaining: ${remaining}${isCommand && state !== 'ok' ? ' ⚠️' : ''}`,
    ...(isCommand ? forecastLines(forecast, timeZone) : []),
  ];
}

function forecastLines(forecast: BudgetForecast | null, timeZone: string): string[] {
  if (forecast === null) return [];
  const lastDay = dayKey(new Date(forecast.at - 1), timeZone);
  return [`Forecast: ${formatUsd(forecast.nanoUsd)} by ${lastDay} (linear run rate, no promise)`];
}

function estimatedLines({ estimatedCalls, calls }: CostTotals): string[] {
  return estimatedCalls === 0
    ? []
    : [`≈ ${formatCount(estimatedCalls)} of ${formatCount(calls)} calls are priced from estimated usage.`];
}
