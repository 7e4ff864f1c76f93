import { methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';
import { tapIterator } from './tap-iterator';

/** What the branches of one stream share: whoever begins to read first is the one that is followed. */
interface Following {
  readonly watcher: ResultWatcher;
  isRead: boolean;
}

/**
 * Follows a web `ReadableStream` in place, by whichever way it is read first: iteration, a reader, or one of the
 * branches of `tee()`. What is piped goes past every method of the object, so that call ends where the pipe begins.
 */
export function tapWebStream(stream: object, watcher: ResultWatcher): object {
  if (!follow(stream, { watcher, isRead: false })) watcher.succeed(stream);
  return stream;
}

function follow(stream: object, following: Following): boolean {
  const { watcher } = following;
  const iterated = first(following, (iterator) => tapIterator(iterator, watcher, 'async'));
  const followed =
    replace(stream, Symbol.asyncIterator, iterated) &&
    replace(
      stream,
      'getReader',
      first(following, (reader) => tapReader(reader, watcher)),
    );
  if (!followed) return false;
  replace(stream, 'values', iterated);
  replace(stream, 'tee', (branches) => {
    if (Array.isArray(branches)) for (const branch of branches) follow(branch, following);
    return branches;
  });
  replace(stream, 'cancel', first(following, cancelled(watcher)));
  for (const key of ['pipeTo', 'pipeThrough']) {
    const piped = (destination: object): object => {
      watcher.succeed(stream);
      return destination;
    };
    replace(stream, key, first(following, piped));
  }
  watcher.watchAbandonment(stream);
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

const cancelled = (watcher: ResultWatcher) => (returned: unknown) => {
  watcher.streamEnded({ aborted: true });
  return returned;
};

/** Calls the method as before and passes what it returns through `see`. */
function replace(owner: object, key: string | symbol, see: (returned: unknown) => unknown): boolean {
  const method = methodOf(owner, key);
  return method !== undefined && patch(owner, key, (...args) => see(Reflect.apply(method, owner, args)));
}

function tapReader(reader: object, watcher: ResultWatcher): object {
  const read = methodOf(reader, 'read');
  if (!read) return reader;
  const seen = (result: unknown): unknown => {
    const { done, value } = result as { readonly done: boolean; readonly value?: unknown };
    if (done) watcher.streamEnded({ aborted: false });
    else watcher.chunk(value);
    return result;
  };
  const failed = (error: unknown): never => {
    watcher.fail(error);
    throw error;
  };
  patch(reader, 'read', (...args) =>
    Promise.resolve(watcher.run(() => Reflect.apply(read, reader, args))).then(seen, failed),
  );
  replace(reader, 'cancel', cancelled(watcher));
  watcher.watchAbandonment(reader);
  return reader;
}
