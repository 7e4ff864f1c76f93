import { type DeleteCallsOptions, type DeleteCallsResult, deleteCalls } from '@kagura/store';
import type { Command } from 'commander';
import { notFoundError, usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';
import { findTraceId } from '../trace-id';
import { type DeletionOptions, isWanted, requireConsent, spansText } from './confirm-deletion';

interface DeleteFlags extends DeletionOptions {
  readonly trace?: string;
}

/** What is to be deleted, and how people call it. */
interface Selection {
  readonly calls: DeleteCallsOptions;
  readonly name: string;
}

export async function deleteSpans(context: CommandContext, command: Command): Promise<void> {
  const flags = command.opts<DeleteFlags>();
  const { calls, name } = select(context, flags.trace);
  requireConsent(context, flags);
  const { database } = context;
  const expected = await deleteCalls(database, { ...calls, dryRun: true });
  if (expected.spans === 0) {
    throw notFoundError(`No span of ${name}.`);
  }
  if (flags.dryRun === true) {
    printResult(context, expected, true);
    return;
  }
  const question = `Delete ${spansText(expected.spans)} of ${name} from ${database.path}?`;
  if (await isWanted(context, flags, question)) {
    printResult(context, await deleteCalls(database, calls), false);
  }
}

function select(context: CommandContext, trace: string | undefined): Selection {
  const { session, user } = context.options;
  const given = [session, user, trace].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw usageError(
      given.length === 0 ? 'Which spans?' : '--session, --user and --trace cannot be used together.',
      'Give one of --session, --user and --trace.',
    );
  }
  if (session !== undefined) {
    return { calls: { session }, name: `session "${session}"` };
  }
  if (user !== undefined) {
    return { calls: { user }, name: `user "${user}"` };
  }
  const traceId = findTraceId(context, trace ?? '');
  if (traceId === undefined) {
    throw notFoundError(`No trace "${trace}".`);
  }
  return { calls: { traceId }, name: `trace ${traceId}` };
}

function printResult(context: CommandContext, { spans, traces }: DeleteCallsResult, isDryRun: boolean): void {
  const inTraces = `${spansText(spans)} in ${traces === 1 ? '1 trace' : `${traces} traces`}`;
  printReport(context, {
    command: 'db delete',
    range: null,
    text: () => `${inTraces} ${isDryRun ? 'would be deleted' : 'deleted'}.`,
    json: () => ({ data: { dry_run: isDryRun, spans, traces } }),
    warnings: [],
  });
}
