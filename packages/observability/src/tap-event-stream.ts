import { methodOf, patch } from './object-methods';
import type { ResultWatcher } from './result-watcher';

/** Events of the provider clients' stream helpers that carry a raw chunk: Anthropic messages, OpenAI chat, OpenAI Responses. */
const CHUNK_EVENTS = ['streamEvent', 'chunk', 'event'] as const;

/** A helper such as Anthropic's `messages.stream()`: read by events and promises as often as by iteration. */
export function isEventStream(value: object): boolean {
  return (
    'controller' in value && methodOf(value, 'on') !== undefined && 'ended' in value && 'errored' in value
  );
}

/**
 * Follows a stream helper through its own events, however its reader reads it. Listens to no 'error' or 'abort':
 * a listener there would keep a failure that nobody handles from being reported.
 */
export function tapEventStream(stream: object, watcher: ResultWatcher): object {
  const on = methodOf(stream, 'on');
  const listen = (event: string, listener: (value: unknown) => void): void => {
    if (on) Reflect.apply(on, stream, [event, listener]);
  };
  const told = overhearError(stream);
  for (const event of CHUNK_EVENTS) listen(event, (chunk) => watcher.chunk(chunk));
  listen('end', () => {
    const { errored, aborted } = stream as { readonly errored?: unknown; readonly aborted?: unknown };
    if (errored === true && aborted !== true) watcher.fail(told.error ?? new StreamError());
    else watcher.streamEnded({ aborted: aborted === true });
  });
  return stream;
}

/**
 * The helpers tell everything through a method `_emit` of theirs, which is the one place where their error passes before
 * somebody handles it.
 */
function overhearError(stream: object): { readonly error?: unknown } {
  const told: { error?: unknown } = {};
  const emit = methodOf(stream, '_emit');
  if (emit) {
    patch(stream, '_emit', (...args) => {
      const [event, error] = args;
      if (event === 'error') told.error = error;
      return Reflect.apply(emit, stream, args);
    });
  }
  return told;
}

/** Stands in for the error of a helper that tells it in another way. */
class StreamError extends Error {
  override readonly name = 'StreamError';

  constructor() {
    super('The stream ended with an error.');
  }
}
