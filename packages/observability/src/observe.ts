import { instrument } from './instrument';
import type { ObserveInput } from './observe-options';
import type { AnyFunction } from './wrap-function';

/**
 * `@Observe` for a plain function: returns a function that behaves the same and is recorded as an agent.
 * For toolchains without decorators, and for functions that belong to no class.
 */
export function observe<F extends AnyFunction>(fn: F, input?: ObserveInput): F {
  return instrument(fn, { input, role: 'agent' });
}

/** `@Trace` for a plain function: recorded as a step. */
export function trace<F extends AnyFunction>(fn: F, input?: ObserveInput): F {
  return instrument(fn, { input, role: 'step' });
}
