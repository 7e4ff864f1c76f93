import type { AttributeValue, SpanRecord } from '@kagura/core';

/** About what a record takes in memory besides the texts that may be long. */
const RECORD_BYTES = 1_000;

/** A text with a character beyond Latin-1 takes two bytes for each of its characters; which one has, is not told. */
const CHARACTER_BYTES = 2;

/** So many places of removed records are kept before the array is cut: cutting at each removal would cost more. */
const MAX_EMPTY_PLACES = 1_024;

/** Records in order of arrival, bounded by number and by estimated bytes; the oldest give way. */
export class SpanQueue {
  readonly #maxRows: number;
  readonly #maxBytes: number;
  #places: (SpanRecord | undefined)[] = [];
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;

  constructor(maxRows: number, maxBytes: number) {
    this.#maxRows = maxRows;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#places.length - this.#head;
  }

  /** False when a record of this size would make older ones give way. */
  hasRoomFor(bytes: number): boolean {
    return this.size < this.#maxRows && this.#bytes + bytes <= this.#maxBytes;
  }

  /** Returns how many records had to give way. A record is kept however large it is alone. */
  push(record: SpanRecord, bytes: number): number {
    this.#places.push(record);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
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
    for (const end = this.#head + Math.min(rows, this.size); this.#head < end; this.#head += 1) {
      this.#bytes -= this.#sizes[this.#head] ?? 0;
      this.#places[this.#head] = undefined;
    }
    if (this.#head < MAX_EMPTY_PLACES && this.size > 0) return;
    this.#places = this.#places.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }
}

/** About what a record takes in memory, in bytes. */
export function estimateBytes({ name, content, error, context, attributes }: SpanRecord): number {
  let characters = name.length + charactersIn(attributes);
  if (context.tags) characters += charactersIn(context.tags);
  if (content) characters += (content.input?.length ?? 0) + (content.output?.length ?? 0);
  if (error) characters += error.message.length + (error.stack?.length ?? 0);
  return RECORD_BYTES + CHARACTER_BYTES * characters;
}

function charactersIn(entries: Readonly<Record<string, AttributeValue>>): number {
  let characters = 0;
  for (const key in entries) characters += key.length + charactersOf(entries[key]);
  return characters;
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce<number>((sum, entry) => sum + charactersOf(entry), 0) : 8;
}
