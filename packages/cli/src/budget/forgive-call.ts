import { existsSync } from 'node:fs';
import { formatUsd } from '@kagura/core';
import type { Command } from 'commander';
import { notFoundError } from '../cli-error';
import { usdNumber } from '../print/json-money';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { changingLedger } from './with-ledger';

/** @throws CliError where nothing is uncertain about the call */
export async function forgiveCall(context: BudgetContext, command: Command): Promise<void> {
  const [callId = ''] = command.args;
  const nanoUsd = existsSync(context.ledgerPath)
    ? await changingLedger(context, (ledger) => ledger.forgive(callId))
    : undefined;
  if (nanoUsd === undefined) {
    throw notFoundError(
      `Nothing is uncertain about a call "${callId}".`,
      'Calls of which nobody will tell what they cost: kagura budget uncertain',
    );
  }
  printReport(context, {
    command: 'budget forgive',
    range: null,
    text: () => `${formatUsd(nanoUsd)} of call ${callId} count no longer.`,
    json: () => ({ data: { forgiven_usd: usdNumber(nanoUsd) } }),
    warnings: [],
  });
}
