import { type Method, methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';

type Mode = 'sync' | 'async';

/** What the patched methods of one iterator share: the first way it is read by is the one that is followed. */
interface Following {
  readonly source: object;
  readonly mode: Mode;
  readonly watcher: ResultWatcher;
  via: 'methods' | 'symbol' | undefined;
  /** A budget has ended it, and its reader knows. */
  isStopped?: boolean;
}

/**
 * Follows a generator or iterator in place, so that the same object comes back: every step runs in the call's context
 * (a generator's body would otherwise run in its reader's), and the call ends when iteration does, by any way out.
 * A cursor that is an iterator and makes another one for `for await` is followed by whichever is read first.
 */
export function tapIterator(source: object, watcher: ResultWatcher, mode: Mode): object {
  const following: Following = { source, mode, watcher, via: undefined };
  const symbol = mode === 'async' ? Symbol.asyncIterator : Symbol.iterator;
  for (const key of ['next', 'return', 'throw'] as const) {
    const method = methodOf(source, key);
    if (method && !patch(source, key, step(following, method, key))) {
      watcher.succeed(source);
      return source;
    }
  }
  const start = methodOf(source, symbol);
  if (start) patch(source, symbol, startOf(following, start));
  watcher.watchAbandonment(source);
  return source;
}

/** The iterator symbol of an iterator mostly returns the iterator itself; what else it returns is followed instead. */
function startOf(following: Following, start: Method): Method {
  return (...args) => {
    const iterator = following.watcher.run(() => Reflect.apply(start, following.source, args));
    if (iterator === following.source || following.via || typeof iterator !== 'object' || iterator === null) {
      return iterator;
    }
    following.via = 'symbol';
    return tapIterator(iterator, following.watcher, following.mode);
  };
}

function step(following: Following, method: Method, key: 'next' | 'return' | 'throw'): Method {
  const { source, watcher, mode } = following;
  const advance = (args: unknown[]): unknown => watcher.run(() => Reflect.apply(method, source, args));
  const isFollowed = (): boolean => {
    following.via ??= 'methods';
    return following.via === 'methods';
  };
  const observe = (result: unknown): unknown => {
    observeStep(result, key, watcher);
    const { stopReason } = watcher;
    // An answer that is complete has cost what it costs.
    const mayStop = key === 'next' && !following.isStopped && !isDone(result);
    return stopReason && mayStop ? stop(following, stopReason) : result;
  };
  const failed = (error: unknown): never => {
    watcher.fail(error);
    throw error;
  };
  return (...args) => {
    if (!isFollowed()) return Reflect.apply(method, source, args);
    let result: unknown;
    try {
      result = advance(args);
    } catch (error) {
      return failed(error);
    }
    return mode === 'async' ? Promise.resolve(result).then(observe, failed) : observe(result);
  };
}

/** A budget has no more for this answer: the source ends as if its reader had left, and the reader gets to know why. */
function stop(following: Following, reason: Error): unknown {
  const { source, mode, watcher } = following;
  following.isStopped = true;
  watcher.fail(reason);
  const fail = (): never => {
    throw reason;
  };
  const leave = methodOf(source, 'return');
  let left: unknown;
  try {
    left = leave && Reflect.apply(leave, source, []);
  } catch {
    // Its reader is told of the budget, not of what that has caused.
  }
  return mode === 'sync' ? fail() : Promise.resolve(left).then(fail, fail);
}

function isDone(result: unknown): boolean {
  return typeof result === 'object' && result !== null && (result as IteratorResult<unknown>).done === true;
}

function observeStep(result: unknown, key: 'next' | 'return' | 'throw', watcher: ResultWatcher): void {
  if (typeof result !== 'object' || result === null) return;
  const { done, value } = result as IteratorResult<unknown>;
  if (!done) watcher.chunk(value);
  else watcher.streamEnded(key === 'next' ? { aborted: false, returned: value } : { aborted: true });
}

/**
 * A `Stream` of the OpenAI and Anthropic clients: iteration, `tee()` and `toReadableStream()` all start at its own
 * `iterator` function, so that is the one thing to follow; the object stays the same.
 */
export function tapProviderStream(stream: object, watcher: ResultWatcher): object {
  const iterator = methodOf(stream, 'iterator') as Method;
  return tapStart(stream, 'iterator', { start: iterator, watcher });
}

/** Any other object that can be iterated asynchronously: followed from the first iteration on. */
export function tapAsyncIterable(iterable: object, watcher: ResultWatcher): object {
  const start = methodOf(iterable, Symbol.asyncIterator);
  if (start) return tapStart(iterable, Symbol.asyncIterator, { start, watcher });
  watcher.succeed(iterable);
  return iterable;
}

function tapStart(
  owner: object,
  key: string | symbol,
  { start, watcher }: { readonly start: Method; readonly watcher: ResultWatcher },
): object {
  let followed = false;
  const patched = patch(owner, key, (...args) => {
    const iterator = watcher.run(() => Reflect.apply(start, owner, args));
    if (followed || typeof iterator !== 'object' || iterator === null) return iterator;
    followed = true;
    return tapIterator(iterator, watcher, 'async');
  });
  if (patched) watcher.watchAbandonment(owner);
  else watcher.succeed(owner);
  return owner;
}
