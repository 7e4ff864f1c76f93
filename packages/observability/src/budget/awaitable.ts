import type { Awaitable } from '@kagura/core';

/**
 * Goes on with a value at once, or when it is there. A ledger that answers at once must keep functions synchronous
 * that are, so that the same steps run in both ways.
 */
export function chain<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** `try` and `catch` of what may fail at once or later. */
export function attempt<T>(
  body: () => Awaitable<T>,
  recover: (error: unknown) => Awaitable<T>,
): Awaitable<T> {
  try {
    const value = body();
    return value instanceof Promise ? value.catch(recover) : value;
  } catch (error) {
    return recover(error);
  }
}
