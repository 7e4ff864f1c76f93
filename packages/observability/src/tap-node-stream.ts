import { methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';

/**
 * A stream of Node.js that is only read from, or that transforms what is written to it. Others that can be written to,
 * such as sockets, are a connection and no answer.
 */
export function isNodeStream(value: object): boolean {
  if (!['pipe', 'read', 'emit'].every((key) => methodOf(value, key))) return false;
  return !methodOf(value, 'write') || methodOf(value, '_transform') !== undefined;
}

/**
 * Follows a stream of Node.js in place, through what it emits: every way of reading makes it emit its chunks. Listens to
 * nothing, because a listener for 'data' sets a stream flowing, and one for 'error' keeps a failure that nobody handles
 * from ending the process.
 */
export function tapNodeStream(stream: object, watcher: ResultWatcher): object {
  const emit = methodOf(stream, 'emit');
  const { readableEnded, destroyed } = stream as {
    readonly readableEnded?: unknown;
    readonly destroyed?: unknown;
  };
  const followed =
    emit &&
    readableEnded !== true &&
    destroyed !== true &&
    patch(stream, 'emit', (...args) => {
      see(args, watcher);
      if (args[0] === 'data' && watcher.stopReason) return stop(stream, watcher, watcher.stopReason);
      return Reflect.apply(emit, stream, args);
    });
  if (followed) watcher.watchAbandonment(stream);
  else watcher.succeed(stream);
  return stream;
}

/** A budget has no more for this answer: the stream fails as if its source had, in place of giving out this chunk. */
function stop(stream: object, watcher: ResultWatcher, reason: Error): boolean {
  watcher.fail(reason);
  const destroy = methodOf(stream, 'destroy');
  if (destroy) Reflect.apply(destroy, stream, [reason]);
  return false;
}

function see([event, value]: readonly unknown[], watcher: ResultWatcher): void {
  if (event === 'data') watcher.chunk(value);
  else if (event === 'end') watcher.streamEnded({ aborted: false });
  else if (event === 'error') watcher.fail(value);
  else if (event === 'close') watcher.streamEnded({ aborted: true });
}
