import { removePriceOverride } from '@kagura/store';
import type { Command } from 'commander';
import { notFoundError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';

/** @throws CliError where no such price was set on the command line */
export function removePrice(context: CommandContext, command: Command): void {
  const [model = ''] = command.args;
  const { provider } = context.options;
  const removed = removePriceOverride(context.database, {
    model,
    ...(provider !== undefined && { provider }),
  });
  const name = `${model}${provider === undefined ? '' : ` at ${provider}`}`;
  if (removed === 0) {
    throw notFoundError(
      `No price of "${name}" was set on the command line.`,
      `Prices given in code are changed there. See: kagura pricing list '${model}'`,
    );
  }
  printReport(context, {
    command: 'pricing rm',
    range: null,
    text: () => `${removed === 1 ? '1 price' : `${removed} prices`} of ${name} removed.`,
    json: () => ({ data: { removed } }),
    warnings: ['A program is without it from its next start on; stored calls keep their cost.'],
  });
}
