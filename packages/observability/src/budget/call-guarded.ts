import { types } from 'node:util';
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
 * Calls a function once its budgets have let it through. One that they stop fails as it would itself: an asynchronous
 * function by a promise that rejects, a generator when it is read.
 */
export function callGuarded({ admit, ...invocation }: GuardedInvocation): unknown {
  const { fn, self, call, follow } = invocation;
  let admitted: Awaitable<readonly unknown[]>;
  try {
    admitted = admit();
  } catch (error) {
    if (canWait(fn)) admitted = Promise.reject(error);
    else if (kindOf(fn) === 'GeneratorFunction') return follow(likeThoseOf(fn, failing(error)), call);
    else {
      call.fail(error);
      throw error;
    }
  }
  if (!isPending(admitted)) return callAtOnce(invocation, admitted);
  const start = (args: readonly unknown[]): unknown => call.run(() => Reflect.apply(fn, self, args));
  if (kindOf(fn) === 'AsyncGeneratorFunction') return follow(likeThoseOf(fn, delayed(admitted, start)), call);
  return follow(admitted.then(start), call);
}

/** Written as an asynchronous function or generator, and compiled to one. */
export function canWait(fn: AnyFunction): boolean {
  return types.isAsyncFunction(fn);
}

function kindOf(fn: AnyFunction): string {
  return Object.prototype.toString.call(fn).slice('[object '.length, -1);
}

/** Stands for the generator of the application's until its budgets have answered. */
function delayed(
  admitted: Promise<readonly unknown[]>,
  start: (args: readonly unknown[]) => unknown,
): AsyncGenerator {
  // Whoever reads is told; nobody else waits for it.
  admitted.then(undefined, () => undefined);
  return (async function* () {
    return yield* start(await admitted) as AsyncGenerator;
  })();
}

// biome-ignore lint/correctness/useYield: it fails before it could
function* failing(error: unknown): Generator {
  throw error;
}

function likeThoseOf(fn: AnyFunction, generator: object): object {
  return Object.setPrototypeOf(generator, fn.prototype as object) as object;
}
