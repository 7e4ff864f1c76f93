import { Readable } from 'node:stream';
import { methodOf, patch } from '../object-methods';
import type { ResultWatcher } from '../result-watcher';
import { StreamedText, type StreamedTextOptions } from './streamed-text';
import { tapAsyncBytes, tapWebStream } from './tap-body';

/** What the reading methods of a `Response` that take all of it are called. */
const READERS = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const;

/**
 * Follows a response that its reader takes as a whole, in place. A body that is read in another way tells nothing: the
 * call then ends when the response is given up.
 */
export function tapWholeResponse(response: object, watcher: ResultWatcher): void {
  for (const reader of READERS) {
    const read = methodOf(response, reader);
    if (!read) continue;
    patch(response, reader, (...args) =>
      (Reflect.apply(read, response, args) as Promise<unknown>).then(
        (body) => {
          watcher.succeed(reader === 'text' ? parsed(body) : body);
          return body;
        },
        (error: unknown) => {
          watcher.fail(error);
          throw error;
        },
      ),
    );
  }
  watcher.watchAbandonment(response);
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    // Subtitles and plain text are answers too.
    return text;
  }
}

/** Follows a response that is read piece by piece: the same response, whose body passes its bytes by us. */
export function tapStreamedResponse(response: Response, options: StreamedTextOptions): void {
  const { watcher } = options;
  const { body } = response;
  if (body === null) {
    watcher.succeed(undefined);
    return;
  }
  const tap = { text: new StreamedText(options), watcher, abort: options.abort };
  if (methodOf(body, 'getReader')) {
    const tapped = tapWebStream(body, tap);
    replaceBody(response, tapped);
    watcher.watchAbandonment(tapped);
    return;
  }
  // Clients that bring a `fetch` of their own may give out a stream of Node.js.
  const tapped = Readable.from(tapAsyncBytes(body, tap), { objectMode: false });
  Object.defineProperty(response, 'body', { value: tapped, configurable: true });
  watcher.watchAbandonment(tapped);
}

/** Everything by which a response gives out its body. */
function replaceBody(response: Response, body: ReadableStream<Uint8Array>): void {
  const { status, statusText, headers, url } = response;
  const replacement = new Response(body, { status, statusText, headers });
  const get = (key: 'body' | 'bodyUsed'): void => {
    Object.defineProperty(response, key, { get: () => replacement[key], configurable: true });
  };
  get('body');
  get('bodyUsed');
  for (const reader of READERS) {
    const read = methodOf(replacement, reader);
    if (read) patch(response, reader, (...args) => Reflect.apply(read, replacement, args));
  }
  patch(response, 'clone', () => Object.defineProperty(replacement.clone(), 'url', { value: url }));
}
