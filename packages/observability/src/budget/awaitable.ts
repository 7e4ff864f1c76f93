import type { Awaitable } from '@kagura/core';

/** By what it can do: a ledger of the application's may answer with promises of any class. */
export function isPending<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Goes on with a value at once, or when it is there. A ledger that answers at once must keep functions synchronous
 * that are, so that the same steps run in both ways.
 */
export function chain<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return isPending(value) ? value.then(next) : next(value);
}

/** `try` and `catch` of what may fail at once or later. */
export function attempt<T>(
  body: () => Awaitable<T>,
  recover: (error: unknown) => Awaitable<T>,
): Awaitable<T> {
  try {
    const value = body();
    return isPending(value) ? value.then((told) => told, recover) : value;
  } catch (error) {
    return recover(error);
  }
}
