import type { Awaitable, BudgetAnswer } from '@kagura/core';
import { isPending } from './awaitable';

const LONGEST_WAIT_MS = 50;

/**
 * What the application's function says to a call that does not fit. Throws, or rejects with, what it throws; an answer
 * that comes too late, or that the caller cannot wait for, is a failure too.
 */
export function askCallback(
  decide: () => BudgetAnswer | Promise<BudgetAnswer>,
  { canWait }: { readonly canWait: boolean },
): Awaitable<BudgetAnswer> {
  const answer = decide();
  if (!isPending(answer)) return answer;
  if (canWait) return within(LONGEST_WAIT_MS, answer);
  // Nobody hears it any more.
  answer.then(undefined, () => undefined);
  throw new Error('The call is synchronous and cannot wait for an asynchronous answer.');
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
