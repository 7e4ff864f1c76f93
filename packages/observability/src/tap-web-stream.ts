import { field } from '@kagura/core';
import { isAbortError } from './abort-error';
import { type Method, methodOf, patch } from './object-methods';
import { type Pipe, pipeFrom } from './pipe-from';
import type { ResultWatcher } from './result-watcher';
import { tapIterator } from './tap-iterator';

/** What the branches of one stream share: whoever begins to read first is the one that is followed. */
interface Following {
  readonly watcher: ResultWatcher;
  isRead: boolean;
  /** A budget has ended it: every further read fails with this. */
  stopReason?: Error;
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
 * What is piped or branches off goes past every method of the object, so a stream takes its place that reads from it as
 * it is asked. Where that would show (a pipe that leaves its source open, bytes that are read into buffers of the reader's
 * own, a class with pipes of its own), the branches are followed instead, and a pipe ends the call with its start.
 */
function tapPipes(stream: object, following: Following, getReader: Method | undefined): void {
  const { watcher } = following;
  for (const key of ['pipeTo', 'pipeThrough', 'tee'] as const) {
    const pipe = methodOf(stream, key);
    if (!pipe) continue;
    patch(stream, key, (...args) => {
      if (following.isRead || (stream as ReadableStream).locked) return Reflect.apply(pipe, stream, args);
      if (
        getReader &&
        isPlainPipe(stream, key, args[1]) &&
        !(key === 'tee' && isByteStream(stream, getReader))
      ) {
        following.isRead = true;
        return pipeFrom(tapReader(Reflect.apply(getReader, stream, []) as object, following), key, args);
      }
      if (key !== 'tee') {
        following.isRead = true;
        watcher.succeed(stream);
      }
      const piped = Reflect.apply(pipe, stream, args);
      if (Array.isArray(piped)) for (const branch of piped) follow(branch, following);
      return piped;
    });
  }
}

function isPlainPipe(stream: object, key: Pipe, options: unknown): boolean {
  const pipe = methodOf(Object.getPrototypeOf(stream) as object, key);
  return pipe === ReadableStream.prototype[key] && field(options, 'preventCancel') !== true;
}

function isByteStream(stream: object, getReader: Method): boolean {
  try {
    (Reflect.apply(getReader, stream, [{ mode: 'byob' }]) as ReadableStreamBYOBReader).releaseLock();
    return true;
  } catch {
    return false;
  }
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
  const cancel = methodOf(reader, 'cancel');
  const seen = (result: unknown): unknown => {
    if (following.stopReason) throw following.stopReason;
    const { done, value } = result as { readonly done: boolean; readonly value?: unknown };
    if (done) watcher.streamEnded({ aborted: false });
    else watcher.chunk(value);
    if (watcher.stopReason) stop(following, (reason) => cancel && Reflect.apply(cancel, reader, [reason]));
    return result;
  };
  const failed = (error: unknown): never => {
    if (isAbortError(error)) watcher.streamEnded({ aborted: true });
    else if (!isReleased) watcher.fail(error);
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

/** A budget has no more for this answer: the source is cancelled, and its reader gets to know why. */
function stop(following: Following, cancel: (reason: Error) => unknown): void {
  const reason = following.watcher.stopReason;
  if (!reason) return;
  following.stopReason = reason;
  following.watcher.fail(reason);
  // Whether the source lets itself be cancelled makes no difference to the reader.
  Promise.resolve(cancel(reason)).catch(() => undefined);
  throw reason;
}
