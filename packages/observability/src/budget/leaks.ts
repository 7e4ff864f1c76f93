import type { Budget } from '@kagura/core';
import type { CallEstimate } from './call-estimate';

/** What is taken as spent for a call whose process died: the strictest of its budgets decides. */
export function leaksOf(budgets: readonly Budget[]): Budget['onLeak'] {
  const kinds = new Set(budgets.map(({ onLeak }) => onLeak));
  if (kinds.has('estimate')) return 'estimate';
  return kinds.has('input') ? 'input' : 'release';
}

/** The same in nano-dollars. */
export function leakOf(leaks: Budget['onLeak'], { nanoUsd, inputNanoUsd }: CallEstimate): number {
  if (leaks === 'estimate') return nanoUsd;
  return leaks === 'input' ? inputNanoUsd : 0;
}
