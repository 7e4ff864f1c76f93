import { field } from '@kagura/core';
import { type Method, methodOf, patch } from './object-methods';
import { pipeFrom } from './pipe-from';
import type { ResultWatcher } from './result-watcher';
import { tapIterator } from './tap-iterator';

/** What the branches of one stream share: whoever begins to read first is the one that is followed. */
interface Following {
  readonly watcher: ResultWatcher;
  isRead: boolean;
}

/**
 * Follows a web `ReadableStream` in place, by whichever way it is read first: iteration, a reader, one of the
 * branches of `tee()`, or a pipe.
 */
export function tapWebStream(stream: object, watcher: ResultWatcher): object {
  // What reads from a stream holds it, so it is collected when nobody reads it any more.
  if (follow(stream, { watcher, isRead: false })) watcher.watchAbandonment(stream);
  else watcher.succeed(stream);
  return stream;
}

function follow(stream: object, following: Following): boolean {
  const { watcher } = following;
  const getReader = methodOf(stream, 'getReader');
  const iterated = first(following, (iterator) => tapIterator(iterator, watcher, 'async'));
  const followed =
    replace(stream, Symbol.asyncIterator, iterated) &&
    replace(
      stream,
      'getReader',
      first(following, (reader) => tapReader(reader, following)),
    );
  if (!followed) return false;
  replace(stream, 'values', iterated);
  replace(stream, 'tee', (branches) => {
    if (Array.isArray(branches)) for (const branch of branches) follow(branch, following);
    return branches;
  });
  replace(stream, 'cancel', first(following, cancelled(watcher)));
  tapPipes(stream, following, getReader);
  return true;
}

/** Hands what a method has returned to `attach`, if nothing of the stream was read before. */
function first(following: Following, attach: (returned: object) => unknown): (returned: unknown) => unknown {
  return (returned) => {
    if (following.isRead || typeof returned !== 'object' || returned === null) return returned;
    following.isRead = true;
    return attach(returned);
  };
}

/**
 * What is piped goes past every method of the object, so a stream takes its place that reads from it as the pipe asks.
 * Where that would show (a pipe that leaves its source open, a class with pipes of its own), the call ends with the start.
 */
function tapPipes(stream: object, following: Following, getReader: Method | undefined): void {
  const { watcher } = following;
  for (const key of ['pipeTo', 'pipeThrough'] as const) {
    const pipe = methodOf(stream, key);
    if (!pipe) continue;
    patch(stream, key, (...args) => {
      if (following.isRead || (stream as ReadableStream).locked) return Reflect.apply(pipe, stream, args);
      following.isRead = true;
      if (getReader && isPlainPipe(stream, key, args[1]))
        return pipeFrom(tapReader(Reflect.apply(getReader, stream, []) as object, following), key, args);
      watcher.succeed(stream);
      return Reflect.apply(pipe, stream, args);
    });
  }
}

function isPlainPipe(stream: object, key: 'pipeTo' | 'pipeThrough', options: unknown): boolean {
  const pipe = methodOf(Object.getPrototypeOf(stream) as object, key);
  return pipe === ReadableStream.prototype[key] && field(options, 'preventCancel') !== true;
}

const cancelled = (watcher: ResultWatcher) => (returned: unknown) => {
  watcher.streamEnded({ aborted: true });
  return returned;
};

/** Calls the method as before and passes what it returns through `see`. */
function replace(owner: object, key: string | symbol, see: (returned: unknown) => unknown): boolean {
  const method = methodOf(owner, key);
  return method !== undefined && patch(owner, key, (...args) => see(Reflect.apply(method, owner, args)));
}

function tapReader(reader: object, following: Following): object {
  const { watcher } = following;
  const read = methodOf(reader, 'read');
  if (!read) return reader;
  let isReleased = false;
  const seen = (result: unknown): unknown => {
    const { done, value } = result as { readonly done: boolean; readonly value?: unknown };
    if (done) watcher.streamEnded({ aborted: false });
    else watcher.chunk(value);
    return result;
  };
  const failed = (error: unknown): never => {
    if (!isReleased) watcher.fail(error);
    throw error;
  };
  patch(reader, 'read', (...args) =>
    Promise.resolve(watcher.run(() => Reflect.apply(read, reader, args))).then(seen, failed),
  );
  replace(reader, 'cancel', cancelled(watcher));
  const release = methodOf(reader, 'releaseLock');
  patch(reader, 'releaseLock', () => {
    // Whoever looked at the beginning only leaves the rest to the next reader; what he still waited for is no failure.
    isReleased = true;
    following.isRead = false;
    if (release) Reflect.apply(release, reader, []);
  });
  return reader;
}
