import { setTimeout as delay } from 'node:timers/promises';
import { type Awaitable, type BudgetLedger, KaguraError } from '@kagura/core';
import type { GuardedCall } from './guarded-call';

const LONGEST_MS = 2_000;
const LONGEST_PAUSE_MS = 50;

/**
 * Asks again where a file's lock was held by others, without stopping the event loop meanwhile. A call that cannot
 * wait, and a ledger that is not a file, fail as they did.
 */
export function retryWhileBusy<T>(
  error: unknown,
  { canWait }: GuardedCall,
  { name }: BudgetLedger,
  again: () => Awaitable<T>,
): Awaitable<T> {
  const isBusy = KaguraError.isInstance(error) && error.code === 'KAGURA_LEDGER_UNAVAILABLE';
  if (!isBusy || !canWait || name !== 'sqlite') throw error;
  return retry(error, again);
}

async function retry<T>(first: unknown, again: () => Awaitable<T>): Promise<T> {
  const deadline = performance.now() + LONGEST_MS;
  let error = first;
  while (performance.now() < deadline) {
    // Those who wait for the same lock must not all ask at the same moment.
    await delay(1 + Math.random() * LONGEST_PAUSE_MS);
    try {
      return await again();
    } catch (failed) {
      error = failed;
      if (!KaguraError.isInstance(failed) || failed.code !== 'KAGURA_LEDGER_UNAVAILABLE') throw failed;
    }
  }
  throw error;
}
