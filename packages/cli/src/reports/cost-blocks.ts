import { type CostDimension, suggest } from '@kagura/core';
import { usageError } from '../cli-error';

/** What costs can be grouped by, in the order of the report. */
export const BLOCKS: readonly CostDimension[] = ['agent', 'model', 'provider', 'day'];

/** @throws CliError for a block that there is none of */
export function parseBlocks(text: string): CostDimension[] {
  return text.split(',').map((name) => {
    const block = BLOCKS.find((known) => known === name.trim());
    if (block === undefined) {
      const guess = suggest(name, BLOCKS);
      throw usageError(
        `Unknown block "${name}".${guess === undefined ? '' : `  Did you mean "${guess}"?`}`,
        `Valid: ${BLOCKS.join(' ')}`,
      );
    }
    return block;
  });
}
