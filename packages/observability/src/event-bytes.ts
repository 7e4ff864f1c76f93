import { dataOf, EventSplitter } from './clients/event-splitter';

/** How an event stream begins, after the mark that some servers put first. */
const BEGINNING = /^\uFEFF?(?:data|event|id|retry)?:/;

/** UTF-16 units. */
const ENOUGH_TO_TELL = 8;

/** UTF-16 units of an event that is not complete; what holds none for longer is no event stream. */
const MAX_PENDING = 1_048_576;

/** The chunks in the raw bytes of a provider's event stream. Of other bytes it reads the first few only. */
export class EventBytes {
  readonly #events = new EventSplitter();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #state: 'unknown' | 'events' | 'other' = 'unknown';
  /** Of a stream that came in pieces too small to tell. */
  #beginning = '';
  #pending = 0;

  /** The chunks that are complete with these bytes. */
  push(bytes: Uint8Array): unknown[] {
    if (this.#state === 'other') return [];
    let piece = this.#decoder.decode(bytes, { stream: true });
    if (this.#state === 'unknown') {
      piece = this.#beginning + piece;
      this.#beginning = piece;
      if (piece.length < ENOUGH_TO_TELL) return [];
      this.#state = BEGINNING.test(piece) ? 'events' : 'other';
      this.#beginning = '';
    }
    if (this.#state === 'other') return [];
    const events = this.#events.push(piece);
    this.#pending = events.length > 0 ? 0 : this.#pending + piece.length;
    if (this.#pending > MAX_PENDING) {
      this.#events.rest();
      this.#state = 'other';
    }
    return chunksIn(events);
  }

  /** The chunk of an event that the stream ended with, without the blank line that ends an event. */
  end(): unknown[] {
    return this.#state === 'events' ? chunksIn([this.#events.rest()]) : [];
  }
}

function chunksIn(events: readonly string[]): unknown[] {
  return events.flatMap((event) => {
    const data = dataOf(event);
    if (data === undefined) return [];
    try {
      return [JSON.parse(data) as unknown];
    } catch {
      // `[DONE]`, and whatever else is no JSON.
      return [];
    }
  });
}
