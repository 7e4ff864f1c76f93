import { AsyncResource } from 'node:async_hooks';
import { type Method, methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';

type Settle = (result: unknown, watcher: ResultWatcher) => unknown;

/**
 * Follows a lazy thenable (`APIPromise` of the OpenAI and Anthropic clients, query builders) without running it: the
 * same object comes back, with those methods patched through which its result becomes known.
 */
export function tapThenable(thenable: object, watcher: ResultWatcher, settle: Settle): object {
  const parse = methodOf(thenable, 'parse');
  const asResponse = methodOf(thenable, 'asResponse');
  const patched =
    parse && asResponse
      ? patchApiPromise(thenable, { parse, asResponse, watcher, settle })
      : patchThenable(thenable, watcher, settle);
  if (patched) watcher.watchAbandonment(thenable);
  else watcher.succeed(undefined);
  return thenable;
}

interface ApiPromiseParts {
  readonly parse: Method;
  readonly asResponse: Method;
  readonly watcher: ResultWatcher;
  readonly settle: Settle;
}

/**
 * `await`, `.withResponse()` and `.finally()` all go through `parse()`: its promise is followed once. `.asResponse()`
 * alone hands out the raw response; the call then ends with its headers, and what the body holds is not known.
 */
function patchApiPromise(thenable: object, { parse, asResponse, watcher, settle }: ApiPromiseParts): boolean {
  let parsed: Promise<unknown> | undefined;
  const follow = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      (value) => settle(value, watcher),
      (error: unknown) => {
        watcher.fail(error);
        throw error;
      },
    );
  const parseOnce = (): unknown => {
    watcher.stopWatchingAbandonment();
    parsed ??= follow(Reflect.apply(parse, thenable, []) as Promise<unknown>);
    return parsed;
  };
  const respond = (): unknown => {
    watcher.stopWatchingAbandonment();
    const response = Reflect.apply(asResponse, thenable, []) as Promise<unknown>;
    return parsed ? response : follow(response);
  };
  return patch(thenable, 'parse', parseOnce) && patch(thenable, 'asResponse', respond);
}

function patchThenable(thenable: object, watcher: ResultWatcher, settle: Settle): boolean {
  const then = patchedThen(thenable, watcher, settle);
  if (!patch(thenable, 'then', then)) return false;
  // Builders whose catch() and finally() do not go through then() would end unseen.
  if (methodOf(thenable, 'catch')) patch(thenable, 'catch', (onRejected) => then(undefined, onRejected));
  if (methodOf(thenable, 'finally')) {
    patch(thenable, 'finally', (onFinally) => {
      const settled = Promise.resolve(then((value: unknown) => value));
      return settled.finally(onFinally as (() => void) | undefined);
    });
  }
  return true;
}

function patchedThen(thenable: object, watcher: ResultWatcher, settle: Settle): Method {
  const then = methodOf(thenable, 'then') as Method;
  let tapped: { readonly raw: unknown; readonly value: unknown } | undefined;
  const tapOnce = (raw: unknown): unknown => {
    if (tapped === undefined || tapped.raw !== raw) tapped = { raw, value: settle(raw, watcher) };
    return tapped.value;
  };
  return (onFulfilled, onRejected, ...rest) => {
    // A `then` that takes something else than callbacks is not a promise's.
    if (onFulfilled !== undefined && onFulfilled !== null && typeof onFulfilled !== 'function') {
      return Reflect.apply(then, thenable, [onFulfilled, onRejected, ...rest]);
    }
    watcher.stopWatchingAbandonment();
    const fulfilled = inCallersContext(onFulfilled);
    const rejected = inCallersContext(onRejected);
    const resolve = (raw: unknown): unknown => (fulfilled ? fulfilled(tapOnce(raw)) : tapOnce(raw));
    const reject = (error: unknown): unknown => {
      watcher.fail(error);
      if (rejected) return rejected(error);
      throw error;
    };
    return watcher.run(() => Reflect.apply(then, thenable, [resolve, reject, ...rest]));
  };
}

/** The work runs in the call's context, what the reader does with the result runs in the reader's. */
function inCallersContext(callback: unknown): ((value: unknown) => unknown) | undefined {
  if (typeof callback !== 'function') return undefined;
  return AsyncResource.bind(callback as (value: unknown) => unknown);
}
