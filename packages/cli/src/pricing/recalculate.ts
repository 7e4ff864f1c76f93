import { type PriceOverride, priceStoredCall, sanitizeLine } from '@kagura/core';
import { type RecalculatedModel, recalculateCosts } from '@kagura/store';
import type { Command } from 'commander';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';
import { type ReportRange, resolveRange } from '../time-range';
import { ownPrices } from './own-prices';
import { recalculationJson, recalculationText } from './recalculation-report';

interface RecalculateFlags {
  readonly unpricedOnly?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What is priced again, and with what. */
interface Task {
  readonly range: ReportRange;
  readonly run: (dryRun: boolean) => Promise<readonly RecalculatedModel[]>;
}

/** @throws CliError where a yes is needed and nobody can give it */
export async function recalculate(context: CommandContext, command: Command): Promise<void> {
  const { confirm, output, options } = context;
  const { unpricedOnly, dryRun, yes } = command.opts<RecalculateFlags>();
  if (dryRun !== true && yes !== true && confirm === undefined) {
    throw usageError(
      'Writing new costs needs a yes, and there is no terminal to ask on.',
      'Add --yes to write them, or --dry-run to see them.',
    );
  }
  const { range, run } = taskOf(context, unpricedOnly === true);
  const expected = await run(true);
  const changed = expected.reduce((sum, model) => sum + model.changed, 0);
  if (dryRun === true || changed === 0) {
    print(context, { range, models: expected, isWritten: false });
    return;
  }
  if (yes !== true) {
    output.note(recalculationText(expected, false));
    const isWanted = await confirm?.(sanitizeLine(`Write these costs to ${context.database.path}?`));
    if (isWanted !== true) {
      if (options.quiet !== true) output.note('Nothing was written.');
      return;
    }
  }
  print(context, { range, models: await run(false), isWritten: true });
}

function taskOf(context: CommandContext, unpricedOnly: boolean): Task {
  const { database, options } = context;
  const { model, provider } = options;
  const range = resolveRange(options, 'all', context);
  const overrides: readonly PriceOverride[] = ownPrices(database);
  const filter = {
    model,
    provider,
    startUs: microseconds(range.start),
    endUs: microseconds(range.end),
    unpricedOnly,
  };
  return {
    range,
    run: (dryRun) =>
      recalculateCosts(database, {
        filter,
        price: (stored) => priceStoredCall(stored, { overrides }),
        dryRun,
      }),
  };
}

function print(
  context: CommandContext,
  {
    range,
    models,
    isWritten,
  }: { range: ReportRange; models: readonly RecalculatedModel[]; isWritten: boolean },
): void {
  printReport(context, {
    command: 'pricing recalc',
    range,
    text: () => recalculationText(models, isWritten),
    json: () => ({ data: recalculationJson(models, isWritten) }),
    warnings: [],
  });
}

function microseconds(time: Date | undefined): number | undefined {
  return time === undefined ? undefined : time.getTime() * 1000;
}
