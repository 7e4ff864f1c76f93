import { type CostDimension, type CostGroup, formatCostReport, unpricedLines } from '@kagura/core';
import { readCostGroups, readCostTotals, readUnpricedModels } from '@kagura/store';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { costJson } from '../print/cost-json';
import { printReport } from '../report-output';
import { emptyReportNote, readQuery } from '../report-query';
import { BLOCKS } from './cost-blocks';

interface CostOptions {
  readonly by?: readonly CostDimension[];
}

const DEFAULT_BLOCKS: readonly CostDimension[] = ['agent', 'model'];

export function printCost(context: CommandContext, command: Command): void {
  const { database, options, timeZone } = context;
  const isJson = options.json === true;
  const { by = isJson ? BLOCKS : DEFAULT_BLOCKS } = command.opts<CostOptions>();
  const query = readQuery(context, 'this_month');
  const { range, filter } = query;
  const totals = readCostTotals(database, filter);
  const unpriced = readUnpricedModels(database, filter);
  const groupsOf = (dimension: CostDimension): CostGroup[] | undefined =>
    by.includes(dimension) ? readCostGroups(database, { by: dimension, timeZone, filter }) : undefined;
  const blocks = {
    byAgent: groupsOf('agent'),
    byModel: groupsOf('model'),
    byProvider: groupsOf('provider'),
    byDay: groupsOf('day'),
  };
  const maxRows = options.limit || undefined;
  printReport(context, {
    command: 'cost',
    range,
    text: () =>
      formatCostReport(
        { title: `Cost Report (${range.label})`, totals, ...blocks, unpriced },
        { style: 'command', maxRows },
      ),
    json: () => ({ data: costJson({ totals, ...blocks, unpriced }, maxRows) }),
    warnings: [
      ...(totals.calls === 0 ? [emptyReportNote(context, query)] : []),
      ...(isJson ? unpricedLines(totals, unpriced).slice(0, 1) : []),
    ],
  });
}
