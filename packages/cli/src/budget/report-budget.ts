import { type CallFilter, KaguraError, type KnownBudget, readReportBudget } from '@kagura/core';
import type { CommandContext } from '../command-context';
import { budgetPlace } from './budget-context';
import { readingLedger } from './with-ledger';

/** The budget of a report, and why it is not known where it cannot be read. */
export interface ReportBudget {
  readonly budget?: KnownBudget | undefined;
  readonly budgetProblem?: string | undefined;
}

/** The budget that counts just the calls of a report. What calls have cost is known without the ledger. */
export async function reportBudget(context: CommandContext, filter: CallFilter): Promise<ReportBudget> {
  const { start, end, environment, status, service, ...scope } = filter;
  // No budget counts calls by these.
  if (environment !== undefined || status !== undefined || service !== undefined) return {};
  try {
    const place = budgetPlace(context.database.path, context.timeZone);
    const budget = await readingLedger({ ...place, ...context }, (ledger) =>
      ledger === undefined ? undefined : readReportBudget(ledger, { start, end, scope }),
    );
    return { budget };
  } catch (error) {
    if (!KaguraError.isInstance(error)) throw error;
    return { budgetProblem: error.message };
  }
}
