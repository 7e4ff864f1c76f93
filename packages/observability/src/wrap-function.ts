import type { Awaitable } from '@kagura/core';
import type { ActiveCall } from './active-call';
import { callAtOnce, callGuarded } from './budget/call-guarded';
import type { Runtime } from './runtime';
import { currentRuntime } from './runtime-registry';
import { safely } from './safely';

// biome-ignore lint/suspicious/noExplicitAny: any function of the application can be wrapped
export type AnyFunction = (this: any, ...args: any[]) => any;

const INSTRUMENTED = Symbol.for('kagura.instrumented');

/** True for a function that Kagura wrapped already, by this copy of the package or another. */
export function isInstrumented(fn: AnyFunction): boolean {
  return Object.hasOwn(fn, INSTRUMENTED);
}

export interface Wrapping {
  /** Starts a call; `undefined` leaves it unobserved. A failure of it does, too. */
  begin(runtime: Runtime, self: unknown, args: readonly unknown[]): ActiveCall | undefined;
  /**
   * Asks the budgets before the function is called, where there are any; answers the arguments to call it with. What
   * it throws reaches the caller.
   */
  admit?(runtime: Runtime, call: ActiveCall, args: readonly unknown[]): Awaitable<readonly unknown[]>;
  /** Watches what the function returned, and returns the same. Never throws. */
  follow(result: unknown, call: ActiveCall): unknown;
}

/**
 * The one wrapper around a function that is not ours. The function is called exactly once, with the same `this` and
 * arguments; what it returns or throws goes through. A failure of our own leaves the call as if not observed.
 */
export function wrapFunction<F extends AnyFunction>(fn: F, { begin, admit, follow }: Wrapping): F {
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    const runtime = currentRuntime();
    if (runtime === undefined || runtime.diagnostics.isInside) return Reflect.apply(fn, this, args);
    const call = safely(runtime.diagnostics, 'begin', () => begin(runtime, this, args));
    if (call === undefined) return Reflect.apply(fn, this, args);
    const returned =
      admit === undefined || runtime.budgets.guard === undefined
        ? callAtOnce({ fn, self: this, call, follow }, args)
        : callGuarded({ fn, self: this, call, follow, admit: () => admit(runtime, call, args) });
    if (!call.hasEnded) runtime.openCalls.add(call);
    return returned;
  };
  return disguise(wrapper, fn);
}

/** Gives the wrapper everything that frameworks look at on a function: name, length, own properties and reflect metadata. */
export function disguise<F extends AnyFunction>(wrapper: AnyFunction, fn: F): F {
  for (const key of Reflect.ownKeys(fn)) {
    const descriptor = Object.getOwnPropertyDescriptor(fn, key);
    const current = Object.getOwnPropertyDescriptor(wrapper, key);
    if (descriptor && (current === undefined || current.configurable))
      Object.defineProperty(wrapper, key, descriptor);
  }
  Object.defineProperty(wrapper, INSTRUMENTED, { value: true });
  // An async function stays one to those who ask for its kind.
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn));
  copyReflectMetadata(fn, wrapper);
  return wrapper as F;
}

interface ReflectMetadata {
  getOwnMetadataKeys?(target: object): unknown[];
  getOwnMetadata?(key: unknown, target: object): unknown;
  defineMetadata?(key: unknown, value: unknown, target: object): void;
}

/** NestJS and its like keep routes and guards as metadata on the function: they must be found on the wrapper. */
function copyReflectMetadata(from: object, to: object): void {
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata } = Reflect as ReflectMetadata;
  if (!getOwnMetadataKeys || !getOwnMetadata || !defineMetadata) return;
  for (const key of getOwnMetadataKeys(from)) defineMetadata(key, getOwnMetadata(key, from), to);
}
