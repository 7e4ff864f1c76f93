import { type CostDimension, formatCostReport, toReportBudget, unpricedLines } from '@kagura/core';
import { readCosts } from '@kagura/store';
import type { Command } from 'commander';
import { budgetJson } from '../budget/budget-json';
import { reportBudget } from '../budget/report-budget';
import type { CommandContext } from '../command-context';
import { costJson } from '../print/cost-json';
import { printReport } from '../report-output';
import { emptyReportNote, readQuery } from '../report-query';
import { BLOCKS } from './cost-blocks';

interface CostOptions {
  readonly by?: readonly CostDimension[];
}

const DEFAULT_BLOCKS: readonly CostDimension[] = ['agent', 'model'];

export async function printCost(context: CommandContext, command: Command): Promise<void> {
  const { database, options, timeZone } = context;
  const isJson = options.json === true;
  const { by = isJson ? BLOCKS : DEFAULT_BLOCKS } = command.opts<CostOptions>();
  const query = readQuery(context, 'this_month');
  const { range, filter } = query;
  const { totals, groups, unpriced } = readCosts(database, { by, timeZone, filter });
  const blocks = {
    byAgent: groups.agent,
    byModel: groups.model,
    byProvider: groups.provider,
    byDay: groups.day,
  };
  const { budget, budgetProblem } = await reportBudget(context, filter);
  const maxRows = options.limit || undefined;
  printReport(context, {
    command: 'cost',
    range,
    text: () =>
      formatCostReport(
        {
          title: `Cost Report (${range.label})`,
          totals,
          ...blocks,
          budget: budget && toReportBudget(budget),
          budgetProblem,
          unpriced,
        },
        { style: 'command', maxRows },
      ),
    json: () => ({
      data: {
        ...costJson({ totals, ...blocks, unpriced }, maxRows),
        budget: budget === undefined ? null : budgetJson(budget),
      },
    }),
    warnings: [
      ...(totals.calls === 0 ? [emptyReportNote(context, query)] : []),
      ...(isJson ? unpricedLines(totals, unpriced).slice(0, 1) : []),
      ...(isJson && budgetProblem !== undefined ? [`Budget: unknown. ${budgetProblem}`] : []),
    ],
  });
}
