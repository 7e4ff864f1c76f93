import { AsyncResource } from 'node:async_hooks';
import { types } from 'node:util';
import { type Method, methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';
import { tapAsyncIterable, tapIterator, tapProviderStream } from './tap-iterator';

/**
 * Watches what a call returns and hands the same kind of thing back: a value, a promise of the same class, the same
 * lazy thenable, a generator, or the same stream object. Decided by the value, never by the function's syntax,
 * because compilers turn async functions and generators into plain ones.
 */
export function tapResult(value: unknown, watcher: ResultWatcher): unknown {
  return guarded(value, watcher, () => {
    if (!isObject(value)) return tapPlain(value, watcher);
    if ('then' in value) {
      if (types.isPromise(value) && hasNativeThen(value)) return tapPromise(value, watcher);
      if (methodOf(value, 'then')) return tapThenable(value, watcher);
    }
    return tapStream(value, watcher);
  });
}

/** Watches what a promise resolved to: a stream until its end, anything else now. */
function tapSettled(value: unknown, watcher: ResultWatcher): unknown {
  return guarded(value, watcher, () =>
    isObject(value) ? tapStream(value, watcher) : tapPlain(value, watcher),
  );
}

/** A value that our own code cannot look at (its prototype is a hostile Proxy, say) goes through untouched. */
function guarded(value: unknown, watcher: ResultWatcher, tap: () => unknown): unknown {
  try {
    return tap();
  } catch (error) {
    watcher.tapFailed(error);
    return value;
  }
}

function tapPlain(value: unknown, watcher: ResultWatcher): unknown {
  watcher.succeed(value);
  return value;
}

function tapStream(value: object, watcher: ResultWatcher): unknown {
  if (Symbol.asyncIterator in value) {
    if ('controller' in value && 'tee' in value && methodOf(value, 'iterator'))
      return tapProviderStream(value, watcher);
    if (methodOf(value, 'next')) return tapIterator(value, watcher, 'async');
    if (!('getReader' in value) && !('pipe' in value)) return tapAsyncIterable(value, watcher);
  } else if (Symbol.iterator in value && methodOf(value, 'next')) {
    return tapIterator(value, watcher, 'sync');
  }
  return tapPlain(value, watcher);
}

/**
 * Follows a native promise by chaining, so that an unhandled rejection stays unhandled. The class comes back through
 * the promise's own species; properties that the application put on the promise are carried over.
 */
function tapPromise(promise: Promise<unknown>, watcher: ResultWatcher): Promise<unknown> {
  const followed = promise.then(
    (result) => tapSettled(result, watcher),
    (error: unknown) => {
      watcher.fail(error);
      throw error;
    },
  );
  for (const key of Reflect.ownKeys(promise)) {
    const descriptor = Object.getOwnPropertyDescriptor(promise, key);
    if (descriptor) Object.defineProperty(followed, key, descriptor);
  }
  return followed;
}

/**
 * Follows a lazy thenable (`APIPromise` of the OpenAI and Anthropic clients, query builders) without running it: the
 * same object comes back, with the one method patched through which its result becomes known.
 */
function tapThenable(thenable: object, watcher: ResultWatcher): object {
  const parse = 'asResponse' in thenable ? methodOf(thenable, 'parse') : undefined;
  const patched = parse
    ? patch(thenable, 'parse', parseOnce(thenable, parse, watcher))
    : patch(thenable, 'then', patchedThen(thenable, watcher));
  if (patched) watcher.watchAbandonment(thenable);
  else watcher.succeed(undefined);
  return thenable;
}

/** `await`, `.withResponse()` and `.finally()` of an `APIPromise` all go through `parse()`: follow its promise once. */
function parseOnce(thenable: object, parse: Method, watcher: ResultWatcher): Method {
  let parsed: unknown;
  return () => {
    parsed ??= tapResult(Reflect.apply(parse, thenable, []), watcher);
    return parsed;
  };
}

function patchedThen(thenable: object, watcher: ResultWatcher): Method {
  const then = methodOf(thenable, 'then') as Method;
  let tapped: { readonly raw: unknown; readonly value: unknown } | undefined;
  const tapOnce = (raw: unknown): unknown => {
    if (tapped === undefined || tapped.raw !== raw) {
      tapped = { raw, value: tapSettled(raw, watcher) };
    }
    return tapped.value;
  };
  return (onFulfilled?: unknown, onRejected?: unknown) => {
    const fulfilled = inCallersContext(onFulfilled);
    const rejected = inCallersContext(onRejected);
    const settle = (raw: unknown): unknown => (fulfilled ? fulfilled(tapOnce(raw)) : tapOnce(raw));
    const reject = (error: unknown): unknown => {
      watcher.fail(error);
      if (rejected) return rejected(error);
      throw error;
    };
    return watcher.run(() => Reflect.apply(then, thenable, [settle, reject]));
  };
}

/** The work runs in the call's context, what the reader does with the result runs in the reader's. */
function inCallersContext(callback: unknown): ((value: unknown) => unknown) | undefined {
  if (typeof callback !== 'function') return undefined;
  return AsyncResource.bind(callback as (value: unknown) => unknown);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

function hasNativeThen(promise: Promise<unknown>): boolean {
  const { then } = promise;
  return then === Promise.prototype.then || Function.prototype.toString.call(then).includes('[native code]');
}
