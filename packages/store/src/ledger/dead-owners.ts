import type { SynchronousBudgetLedger } from '@kagura/core';
import { hasOwnerDied } from './process-owner';

/** Holds that are looked at, and made uncertain, at once. */
const LIMIT = 1_000;

/**
 * Makes the holds of processes uncertain that have certainly died on this machine, without waiting until they are
 * overdue: at most a thousand, the oldest first. Answers how many.
 *
 * @throws LedgerUnavailableError
 */
export function expireDeadOwners(ledger: SynchronousBudgetLedger): number {
  const held = ledger.entries({ state: 'held', limit: LIMIT });
  const owners = [...new Set(held.map((entry) => entry.owner))].filter(hasOwnerDied);
  let left = LIMIT;
  for (const owner of owners) left -= ledger.expire({ owner, limit: left });
  return LIMIT - left;
}
