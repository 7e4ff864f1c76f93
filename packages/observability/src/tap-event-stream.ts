import { methodOf } from './object-methods';
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
  for (const event of CHUNK_EVENTS) listen(event, (chunk) => watcher.chunk(chunk));
  listen('end', () => {
    const { errored, aborted } = stream as { readonly errored?: unknown; readonly aborted?: unknown };
    if (errored === true && aborted !== true) watcher.fail(new StreamError());
    else watcher.streamEnded({ aborted: aborted === true });
  });
  return stream;
}

/** The helper says that it failed, and tells the error itself only to those who handle it. */
class StreamError extends Error {
  override readonly name = 'StreamError';

  constructor() {
    super('The stream ended with an error.');
  }
}
