import { type CostDimension, type CostGroup, formatCostReport, suggest, unpricedLines } from '@kagura/core';
import { readCostGroups, readCostTotals, readUnpricedModels } from '@kagura/store';
import type { Command } from 'commander';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { CommandDefinition } from '../command-definition';
import { costJson } from '../print/cost-json';
import { printReport } from '../report-output';
import { emptyReportNote, readQuery } from '../report-query';
import { FILTER_FLAGS, RANGE_FLAGS } from '../shared-options';

interface CostOptions {
  readonly by?: readonly CostDimension[];
}

const DIMENSIONS: readonly CostDimension[] = ['agent', 'model', 'provider', 'day'];
const DEFAULT_DIMENSIONS: readonly CostDimension[] = ['agent', 'model'];

export const costCommand: CommandDefinition = {
  name: 'cost',
  summary: 'what the model calls cost, by agent, model, provider or day',
  accepts: [...RANGE_FLAGS, ...FILTER_FLAGS, 'limit'],
  examples: [
    'kagura cost',
    'kagura cost --period last_month --by agent,day',
    'kagura cost --since 2025-10-01 --until 2025-10-15 --json',
  ],
  configure: (command) => {
    command.option(
      '--by <blocks>',
      `blocks to show: ${DIMENSIONS.join(', ')} (default: agent,model; in JSON all)`,
      parseDimensions,
    );
  },
  run: printCost,
};

function printCost(context: CommandContext, command: Command): void {
  const { database, options, timeZone } = context;
  const isJson = options.json === true;
  const { by = isJson ? DIMENSIONS : DEFAULT_DIMENSIONS } = command.opts<CostOptions>();
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

function parseDimensions(text: string): CostDimension[] {
  return text.split(',').map((name) => {
    const dimension = DIMENSIONS.find((known) => known === name.trim());
    if (dimension === undefined) {
      const guess = suggest(name, DIMENSIONS);
      throw usageError(
        `Unknown block "${name}".${guess === undefined ? '' : `  Did you mean "${guess}"?`}`,
        `Valid: ${DIMENSIONS.join(' ')}`,
      );
    }
    return dimension;
  });
}
