import type { SpanRecord } from '@kagura/core';

/** About what a record takes in memory besides its texts. */
const RECORD_BYTES = 1_000;

/** So many places of removed records are kept before the array is cut: cutting at each removal would cost more. */
const MAX_EMPTY_PLACES = 1_024;

/** Records in order of arrival, bounded by number and by estimated bytes; the oldest give way. */
export class SpanQueue {
  readonly #maxRows: number;
  readonly #maxBytes: number;
  #places: (SpanRecord | undefined)[] = [];
  #head = 0;
  #bytes = 0;

  constructor(maxRows: number, maxBytes: number) {
    this.#maxRows = maxRows;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#places.length - this.#head;
  }

  /** False when the record would make older ones give way. */
  hasRoomFor(record: SpanRecord): boolean {
    return this.size < this.#maxRows && this.#bytes + estimateBytes(record) <= this.#maxBytes;
  }

  /** Returns how many records had to give way. A record is kept however large it is alone. */
  push(record: SpanRecord): number {
    this.#places.push(record);
    this.#bytes += estimateBytes(record);
    let dropped = 0;
    while (this.size > 1 && (this.size > this.#maxRows || this.#bytes > this.#maxBytes)) {
      this.remove(1);
      dropped += 1;
    }
    return dropped;
  }

  /** The oldest records, which stay in the queue. */
  peek(rows: number): readonly SpanRecord[] {
    return this.#places.slice(this.#head, this.#head + rows) as SpanRecord[];
  }

  /** Forgets the oldest records. */
  remove(rows: number): void {
    for (const record of this.peek(rows)) {
      this.#bytes -= estimateBytes(record);
      this.#places[this.#head] = undefined;
      this.#head += 1;
    }
    if (this.#head < MAX_EMPTY_PLACES && this.size > 0) return;
    this.#places = this.#places.slice(this.#head);
    this.#head = 0;
  }
}

function estimateBytes({ name, content, error }: SpanRecord): number {
  let bytes = RECORD_BYTES + name.length;
  if (content) bytes += (content.input?.length ?? 0) + (content.output?.length ?? 0);
  if (error) bytes += error.message.length + (error.stack?.length ?? 0);
  return bytes;
}
