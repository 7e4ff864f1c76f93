import { formatBytes } from '@kagura/core';
import { type PruneOptions, type PruneResult, pruneStore } from '@kagura/store';
import type { Command } from 'commander';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';
import { type DeletionOptions, isWanted, requireConsent, spansText } from './confirm-deletion';

interface PruneFlags extends DeletionOptions {
  /** Days. */
  readonly olderThan?: number;
  /** Bytes. */
  readonly maxSize?: number;
}

export async function prune(context: CommandContext, command: Command): Promise<void> {
  const flags = command.opts<PruneFlags>();
  const { olderThan: olderThanDays, maxSize: maxBytes } = flags;
  if (olderThanDays === undefined && maxBytes === undefined) {
    throw usageError('Which spans?', 'Give --older-than 90d, --max-size 500MB, or both.');
  }
  requireConsent(context, flags);
  const { database, now } = context;
  const limits: PruneOptions = { olderThanDays, maxBytes, now };
  const expected = await pruneStore(database, { ...limits, dryRun: true });
  const isDryRun = flags.dryRun === true;
  if (isDryRun || expected.spans === 0) {
    printResult(context, expected, isDryRun);
    return;
  }
  const question = `Delete about ${spansText(expected.spans)} (${formatBytes(expected.bytes)}) from ${database.path}?`;
  if (await isWanted(context, flags, question)) {
    printResult(context, await pruneStore(database, limits), false);
  }
}

function printResult(context: CommandContext, { spans, bytes }: PruneResult, isDryRun: boolean): void {
  printReport(context, {
    command: 'db prune',
    range: null,
    text: () => resultText(spans, bytes, isDryRun),
    json: () => ({ data: { dry_run: isDryRun, spans, freed_bytes: bytes } }),
    warnings: isDryRun || spans === 0 ? [] : ['The file shrinks with: kagura db vacuum'],
  });
}

function resultText(spans: number, bytes: number, isDryRun: boolean): string {
  if (spans === 0) {
    return 'No span is that old, and the size is within the limit.';
  }
  return isDryRun
    ? `About ${spansText(spans)} would be deleted, ${formatBytes(bytes)}.`
    : `${spansText(spans)} deleted, room for ${formatBytes(bytes)} of new ones.`;
}
