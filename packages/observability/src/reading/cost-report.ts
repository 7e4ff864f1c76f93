import {
  type CostGroup,
  type CostReportData,
  type CostTotals,
  formatCostReport,
  percentShares,
  toReportBudget,
  type UnpricedModel,
} from '@kagura/core';
import { type BudgetSummary, toBudgetSummary } from './budget-summary';
import { type CostAmounts, toCostAmounts } from './cost-summary';
import type { ReportBudget } from './report-budget';
import type { TimeWindow } from './time-window';

/** What one agent, model or day cost. */
export interface CostReportLine extends CostAmounts {
  /** Agent, model or day (`2025-10-04`); `null` for calls outside any agent or of an unknown model. */
  readonly key: string | null;
  /** Share of the total in percent, to one decimal; those of a block add up to 100. `null` when there is none. */
  readonly percent: number | null;
}

/** What a report is made of, as the store says it. */
interface CostReportInput extends ReportBudget {
  /** The period that was asked for, for example `this_month`. */
  readonly period: string;
  readonly window: TimeWindow;
  readonly totals: CostTotals;
  readonly byAgent: readonly CostGroup[];
  readonly byModel: readonly CostGroup[];
  readonly byDay: readonly CostGroup[];
  readonly unpriced: readonly UnpricedModel[];
}

/** How the label of each kind of calendar period is written, and what a report on one is called. */
const CALENDAR_PERIODS: readonly (readonly [label: RegExp, adjective: string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, 'Daily'],
  [/^\d{4}-W\d{2}$/, 'Weekly'],
  [/^\d{4}-\d{2}$/, 'Monthly'],
  [/^\d{4}$/, 'Yearly'],
];

/** Cost of a period by agent, model and day. As a string it is the report to print. */
export class CostReport {
  /** First line of the text, for example `Monthly Cost Report (2025-10)`. */
  readonly title: string;
  readonly period: string;
  /** The period as a calendar says it, for example `2025-10`. */
  readonly label: string;
  /** First instant of the period; `null` when it has no beginning. */
  readonly start: Date | null;
  /** First instant after the period; `null` when it has no end. */
  readonly end: Date | null;
  /** US dollars; `null` where no call has a price although there are calls. */
  readonly total: number | null;
  readonly totals: CostAmounts;
  /** Largest cost first. */
  readonly byAgent: readonly CostReportLine[];
  /** Largest cost first. */
  readonly byModel: readonly CostReportLine[];
  /** In order of time, days of the source's time zone. */
  readonly byDay: readonly CostReportLine[];
  /** Models whose calls have no price. */
  readonly unpriced: readonly UnpricedModel[];
  /** The budget that counts just the calls of this report, in the same period. */
  readonly budget: BudgetSummary | null;
  readonly #data: CostReportData;

  constructor(input: CostReportInput) {
    this.title = titleOf(input.window.label);
    this.period = input.period;
    this.label = input.window.label;
    this.start = input.window.start;
    this.end = input.window.end;
    this.totals = toCostAmounts(input.totals);
    this.total = this.totals.total;
    this.byAgent = toLines(input.byAgent);
    this.byModel = toLines(input.byModel);
    this.byDay = toLines(input.byDay);
    this.unpriced = input.unpriced;
    const { budget, guarantee, ...data } = input;
    this.budget = budget ? toBudgetSummary(budget, guarantee) : null;
    this.#data = { ...data, title: this.title, budget: budget && toReportBudget(budget) };
  }

  /** The report as lines of text, without a line end after the last. */
  toString(): string {
    return formatCostReport(this.#data, { style: 'report' });
  }
}

function toLines(groups: readonly CostGroup[]): CostReportLine[] {
  const shares = percentShares(groups.map(({ totals }) => totals.nanoUsd ?? 0));
  const hasShares = shares.some((share) => share > 0);
  return groups.map(({ key, totals }, index) => ({
    key,
    ...toCostAmounts(totals),
    percent: hasShares && totals.nanoUsd !== null ? (shares[index] ?? null) : null,
  }));
}

function titleOf(label: string): string {
  const [, adjective] = CALENDAR_PERIODS.find(([pattern]) => pattern.test(label)) ?? [];
  return `${adjective === undefined ? '' : `${adjective} `}Cost Report (${label})`;
}
