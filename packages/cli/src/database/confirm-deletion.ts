import { formatCount, sanitizeLine } from '@kagura/core';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';

export interface DeletionOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/**
 * Refuses to go on where a yes is needed and nobody can give it.
 *
 * @throws CliError
 */
export function requireConsent({ confirm }: CommandContext, { dryRun, yes }: DeletionOptions): void {
  if (dryRun !== true && yes !== true && confirm === undefined) {
    throw usageError(
      'Deleting needs a yes, and there is no terminal to ask on.',
      'Add --yes to delete, or --dry-run to see what would go.',
    );
  }
}

/** True when the deletion is wanted; asks unless that was said before. */
export async function isWanted(
  { confirm, output, options }: CommandContext,
  { yes }: DeletionOptions,
  question: string,
): Promise<boolean> {
  const wanted = yes === true || (await confirm?.(sanitizeLine(question))) === true;
  if (!wanted && options.quiet !== true) {
    output.note('Nothing was deleted.');
  }
  return wanted;
}

export function spansText(spans: number): string {
  return `${formatCount(spans)} ${spans === 1 ? 'span' : 'spans'}`;
}
