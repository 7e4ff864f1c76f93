import { isAbortError } from '../abort-error';
import type { ResultWatcher } from '../result-watcher';
import type { StreamedText } from './streamed-text';

interface Tap {
  readonly text: StreamedText;
  readonly watcher: ResultWatcher;
  /** Ends the request. */
  readonly abort?: (() => void) | undefined;
}

/**
 * A stream of the same bytes, read only as its reader reads: nothing is buffered, and whoever leaves early or aborts
 * ends the request as before. Errors go through as the same objects.
 */
export function tapWebStream(source: ReadableStream<Uint8Array>, tap: Tap): ReadableStream<Uint8Array> {
  const pump = new Pump(source, tap);
  const cancel = (reason: unknown) => pump.cancel(reason);
  if (!isByteStream(source)) {
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => pump.pull(controller);
    return new ReadableStream<Uint8Array>({ pull, cancel }, { highWaterMark: 0 });
  }
  const pull = async (controller: ReadableByteStreamController): Promise<void> => {
    await pump.pull(controller);
    // A reader that brought its own buffer waits for it to come back, also at the end.
    if (pump.done) controller.byobRequest?.respond(0);
  };
  return new ReadableStream({ type: 'bytes', pull, cancel });
}

/** Moves bytes from one stream to another when the other asks for them. */
class Pump {
  done = false;
  readonly #source: ReadableStream<Uint8Array>;
  readonly #tap: Tap;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(source: ReadableStream<Uint8Array>, tap: Tap) {
    this.#source = source;
    this.#tap = tap;
  }

  /** Goes on until there is something to hand on, or the end. */
  async pull(target: { enqueue(bytes: Uint8Array): void; close(): void }): Promise<void> {
    const { text, watcher } = this.#tap;
    // Not before somebody reads: fetch gives up a response by itself that is dropped unread, unless it is locked.
    this.#reader ??= this.#source.getReader();
    let isEmpty = true;
    while (isEmpty && !this.done) {
      const { done, value } = await this.#reader.read().catch((error: unknown) => stopped(error, watcher));
      const bytes = done ? text.end() : text.pass(value);
      this.done = done;
      // An answer that is complete has cost what it costs.
      if (watcher.stopReason && !done) await this.#stop(watcher.stopReason);
      isEmpty = bytes.length === 0;
      if (!isEmpty) target.enqueue(bytes);
    }
    if (!this.done) return;
    watcher.streamEnded({ aborted: false });
    target.close();
  }

  /** A budget has no more for this answer: the request ends, and its reader gets to know why. */
  async #stop(reason: Error): Promise<never> {
    const { watcher, abort } = this.#tap;
    watcher.fail(reason);
    // Whether the connection still lets itself be told makes no difference.
    await this.#reader?.cancel(reason).catch(() => undefined);
    abort?.();
    throw reason;
  }

  cancel(reason: unknown): Promise<void> {
    this.#tap.watcher.streamEnded({ aborted: true });
    return this.#reader ? this.#reader.cancel(reason) : this.#source.cancel(reason);
  }
}

/** Bodies of `fetch` can be read into a buffer of the reader's own. */
function isByteStream(source: ReadableStream<Uint8Array>): boolean {
  try {
    source.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/** The same for the streams of Node.js that some clients get from a `fetch` of their own. */
export async function* tapAsyncBytes(
  source: AsyncIterable<Uint8Array>,
  { text, watcher, abort }: Tap,
): AsyncGenerator<Uint8Array> {
  let ended = false;
  try {
    for await (const value of source) {
      const bytes = text.pass(value);
      if (watcher.stopReason) throw watcher.stopReason;
      if (bytes.length > 0) yield bytes;
    }
    ended = true;
    const rest = text.end();
    if (rest.length > 0) yield rest;
    watcher.streamEnded({ aborted: false });
  } catch (error) {
    if (error === watcher.stopReason) abort?.();
    stopped(error, watcher);
  } finally {
    if (!ended) watcher.streamEnded({ aborted: true });
  }
}

/** Reading was stopped by the application, or the connection broke. */
function stopped(error: unknown, watcher: ResultWatcher): never {
  if (isAbortError(error)) watcher.streamEnded({ aborted: true });
  else watcher.fail(error);
  throw error;
}
