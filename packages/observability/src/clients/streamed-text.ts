import { field } from '@kagura/core';
import type { ResultWatcher } from '../result-watcher';
import { dataOf, EventSplitter } from './event-splitter';
import { hideUsage } from './hide-usage';
import { StreamedError } from './streamed-error';

export interface StreamedTextOptions {
  readonly watcher: ResultWatcher;
  /** The usage was asked for by us and is kept from the reader. */
  readonly hidesUsage: boolean;
  /** Ends the request, where a budget stops its answer. */
  readonly abort?: (() => void) | undefined;
}

/** Reads the events of a streamed response as its bytes pass by, and leaves out what the caller did not ask for. */
export class StreamedText {
  readonly #watcher: ResultWatcher;
  readonly #hidesUsage: boolean;
  readonly #events = new EventSplitter();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #encoder = new TextEncoder();

  constructor({ watcher, hidesUsage }: StreamedTextOptions) {
    this.#watcher = watcher;
    this.#hidesUsage = hidesUsage;
  }

  /** The bytes to hand on in place of these: the same, unless something in them is to be hidden. */
  pass(bytes: Uint8Array): Uint8Array {
    // A stand-in for `fetch` may give out text.
    const piece = ArrayBuffer.isView(bytes) ? this.#decoder.decode(bytes, { stream: true }) : String(bytes);
    const events = this.#events.push(piece);
    const shown = events.map((event) => this.#read(event));
    return this.#hidesUsage ? this.#encoder.encode(shown.join('')) : bytes;
  }

  /** The last bytes to hand on: what was held back because its event was not complete. */
  end(): Uint8Array {
    const [last] = [...this.#events.push(this.#decoder.decode()), this.#events.rest()];
    const shown = last ? this.#read(last) : '';
    return this.#encoder.encode(this.#hidesUsage ? shown : '');
  }

  #read(event: string): string {
    const data = dataOf(event);
    const chunk = data === undefined ? undefined : parse(data);
    if (typeof chunk !== 'object' || chunk === null) return event;
    const error = field(chunk, 'error');
    if (typeof error === 'object' && error !== null) this.#watcher.fail(new StreamedError(error));
    else this.#watcher.chunk(chunk);
    return this.#hidesUsage ? hideUsage(event, chunk) : event;
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // `[DONE]`, and whatever else is no JSON.
    return undefined;
  }
}
