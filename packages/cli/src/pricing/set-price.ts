import { checkPriceOverrides, type PriceOverride } from '@kagura/core';
import { setPriceOverride } from '@kagura/store';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';
import { modelFlags } from './model-flags';
import { givenRates } from './rate-flags';

interface SetFlags {
  readonly tier?: string;
  readonly discount?: string;
  readonly from?: string;
  readonly to?: string;
}

/** @throws ConfigurationError for a price that cannot be read, or that would change nothing */
export function setPrice(context: CommandContext, command: Command): void {
  const override = readOverride(context, command);
  checkPriceOverrides([override]);
  setPriceOverride(context.database, override);
  const { model, provider } = override;
  printReport(context, {
    command: 'pricing set',
    range: null,
    text: () =>
      `Price of ${model}${provider === undefined ? '' : ` at ${provider}`} kept in ${context.database.path}.`,
    json: () => ({ data: { override } }),
    warnings: [
      'A program has it from its next start on.',
      `Stored calls keep their cost until: kagura pricing recalc${modelFlags({ model })} --dry-run`,
    ],
  });
}

/** What is left out is no member, as the stored price must not hold it either. */
function readOverride({ options }: CommandContext, command: Command): PriceOverride {
  const { tier, discount, from, to } = command.opts<SetFlags>();
  const [model = ''] = command.args;
  return {
    model,
    ...(options.provider !== undefined && { provider: options.provider }),
    ...(tier !== undefined && { serviceTier: tier }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(discount !== undefined && { discount }),
    ...givenRates(command),
  };
}
