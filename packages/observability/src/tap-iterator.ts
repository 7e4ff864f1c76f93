import { type Method, methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';

type Mode = 'sync' | 'async';

/**
 * Stands in for a generator or iterator: every step runs in the call's context (a generator's body would otherwise
 * run in its reader's), and the call ends when iteration does, by any way out.
 */
export function tapIterator(source: object, watcher: ResultWatcher, mode: Mode): object {
  const tapped = Object.create(Object.getPrototypeOf(source)) as object;
  for (const key of ['next', 'return', 'throw'] as const) {
    const method = methodOf(source, key);
    if (method) patch(tapped, key, step(source, method, { key, mode, watcher }));
  }
  patch(tapped, mode === 'async' ? Symbol.asyncIterator : Symbol.iterator, () => tapped);
  watcher.watchAbandonment(tapped);
  return tapped;
}

interface StepOptions {
  readonly key: 'next' | 'return' | 'throw';
  readonly mode: Mode;
  readonly watcher: ResultWatcher;
}

function step(source: object, method: Method, options: StepOptions): Method {
  const { watcher, mode } = options;
  const advance = (args: unknown[]): unknown => watcher.run(() => Reflect.apply(method, source, args));
  const observe = (result: unknown): unknown => {
    observeStep(result, options);
    return result;
  };
  const failed = (error: unknown): never => {
    watcher.fail(error);
    throw error;
  };
  if (mode === 'async') {
    return (...args) => {
      let pending: unknown;
      try {
        pending = advance(args);
      } catch (error) {
        return failed(error);
      }
      return Promise.resolve(pending).then(observe, failed);
    };
  }
  return (...args) => {
    let result: unknown;
    try {
      result = advance(args);
    } catch (error) {
      return failed(error);
    }
    return observe(result);
  };
}

function observeStep(result: unknown, { key, watcher }: StepOptions): void {
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
