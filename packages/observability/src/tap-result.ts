import { types } from 'node:util';
import { FollowedPromise } from './followed-promise';
import { methodOf } from './object-methods';
import type { ResultWatcher } from './result-watcher';
import { streamInAnswer } from './streaming-answer';
import { tapAiSdkResult } from './tap-ai-sdk-result';
import { isEventStream, tapEventStream } from './tap-event-stream';
import { tapAsyncIterable, tapIterator, tapProviderStream } from './tap-iterator';
import { isNodeStream, tapNodeStream } from './tap-node-stream';
import { tapThenable } from './tap-thenable';
import { tapWebStream } from './tap-web-stream';

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
      if (methodOf(value, 'then')) return tapThenable(value, watcher, tapSettled);
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
  const inside = streamInAnswer(value, watcher.streamIn);
  if (inside) {
    followStream(inside, watcher);
    return value;
  }
  return followStream(value, watcher);
}

function followStream(value: object, watcher: ResultWatcher): unknown {
  if (Symbol.asyncIterator in value) {
    if (isEventStream(value)) return tapEventStream(value, watcher);
    if ('controller' in value && 'tee' in value && methodOf(value, 'iterator'))
      return tapProviderStream(value, watcher);
    if (methodOf(value, 'next')) return tapIterator(value, watcher, 'async');
    if (methodOf(value, 'getReader')) return tapWebStream(value, watcher);
    if (isNodeStream(value)) return tapNodeStream(value, watcher);
    if (!('pipe' in value)) return tapAsyncIterable(value, watcher);
  } else if (Symbol.iterator in value && methodOf(value, 'next')) {
    return tapIterator(value, watcher, 'sync');
  } else if (tapAiSdkResult(value, watcher)) {
    return value;
  }
  return tapPlain(value, watcher);
}

/**
 * Follows a native promise by chaining, so that an unhandled rejection stays unhandled. The class comes back through
 * the promise's own species; properties that the application put on the promise are carried over. A promise that is
 * returned again and again, as from a memo, is followed once: the same promise in is the same promise out.
 */
function tapPromise(promise: Promise<unknown>, watcher: ResultWatcher): Promise<unknown> {
  return FollowedPromise.of(promise, tapSettled).add(watcher);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

function hasNativeThen(promise: Promise<unknown>): boolean {
  const { then } = promise;
  return then === Promise.prototype.then || Function.prototype.toString.call(then).includes('[native code]');
}
