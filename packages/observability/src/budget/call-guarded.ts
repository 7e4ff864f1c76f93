import type { Awaitable } from '@kagura/core';
import type { ActiveCall } from '../active-call';
import type { AnyFunction } from '../wrap-function';
import { isPending } from './awaitable';

/** A call of a function that is not ours, and who watches what becomes of it. */
export interface Invocation {
  readonly fn: AnyFunction;
  readonly self: unknown;
  readonly call: ActiveCall;
  readonly follow: (result: unknown, call: ActiveCall) => unknown;
}

export function callAtOnce({ fn, self, call, follow }: Invocation, args: readonly unknown[]): unknown {
  let result: unknown;
  try {
    result = call.run(() => Reflect.apply(fn, self, args));
  } catch (error) {
    // What fails at once has not waited for any answer.
    call.frame.failure = 'nothing';
    call.fail(error);
    throw error;
  }
  return follow(result, call);
}

export interface GuardedInvocation extends Invocation {
  /** Asks the budgets; answers the arguments to call the function with. */
  readonly admit: () => Awaitable<readonly unknown[]>;
}

/**
 * Calls a function once its budgets have let it through. One that they stop throws as it would itself: an asynchronous
 * function by a promise that rejects.
 */
export function callGuarded({ admit, ...invocation }: GuardedInvocation): unknown {
  const { fn, self, call, follow } = invocation;
  let admitted: Awaitable<readonly unknown[]>;
  try {
    admitted = admit();
  } catch (error) {
    if (isAsync(fn)) return follow(Promise.reject(error), call);
    call.fail(error);
    throw error;
  }
  if (!isPending(admitted)) return callAtOnce(invocation, admitted);
  return follow(
    admitted.then((args) => call.run(() => Reflect.apply(fn, self, args))),
    call,
  );
}

/** Written as an asynchronous function, and compiled to one. */
export function isAsync(fn: AnyFunction): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncFunction]';
}
