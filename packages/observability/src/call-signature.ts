import { types } from 'node:util';

/** What is called, on what and with what: by this a call is known again that is tried a second time. */
export interface CallSignature {
  /** What the same function, or the same kind of request to the same server, has in common. */
  readonly callee: object | string;
  readonly self: WeakRef<object> | undefined;
  readonly fingerprint: number;
}

/** Parts of the arguments that are looked at: enough to tell apart what an agent asks one after the other. */
const MAX_PARTS = 32;
const MAX_DEPTH = 4;
/** Of an array, from both ends: the last message of a conversation is the one that is new. */
const MAX_ITEMS = 4;
const MAX_SAMPLES = 16;

/**
 * A number that calls with equal arguments share. `undefined` where one of them cannot be told by its content: two
 * instances of a class are not known to be the same. Keeps none of them and invokes no getter.
 */
export function fingerprintOf(args: readonly unknown[]): number | undefined {
  if (!args.every(hasPlainContent)) return undefined;
  const hash = new ContentHash();
  hash.add(args, 0);
  return hash.value;
}

function hasPlainContent(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  return typeof value !== 'object' || value === null || isPlain(value);
}

function isPlain(value: object): boolean {
  if (types.isProxy(value)) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's plain objects, as in tests, have another prototype, with nothing above it either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** FNV-1a over the shape and the simple values of what is added. */
class ContentHash {
  value = 0x811c9dc5;
  #parts = 0;

  add(value: unknown, depth: number): void {
    this.#parts += 1;
    if (this.#parts > MAX_PARTS) return;
    if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'number') this.#addText(String(value));
    else if (typeof value !== 'object' || value === null) this.#addText(`${typeof value} ${simple(value)}`);
    else if (depth < MAX_DEPTH && isPlain(value)) this.#addMembers(value, depth + 1);
  }

  #addMembers(value: object, depth: number): void {
    const keys = Array.isArray(value) ? endsOf(value.length) : Object.keys(value);
    this.#mix(Array.isArray(value) ? value.length : keys.length);
    for (const key of keys) {
      if (this.#parts >= MAX_PARTS) return;
      this.#addText(key);
      this.add(Object.getOwnPropertyDescriptor(value, key)?.value, depth);
    }
  }

  #addText(text: string): void {
    this.#mix(text.length);
    const step = Math.max(1, Math.ceil(text.length / MAX_SAMPLES));
    for (let index = text.length - 1; index >= 0; index -= step) this.#mix(text.charCodeAt(index));
  }

  #mix(part: number): void {
    this.value = Math.imul(this.value ^ part, 0x01000193) >>> 0;
  }
}

function simple(value: unknown): string {
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
}

function endsOf(length: number): string[] {
  const indices = Array.from({ length: Math.min(length, MAX_ITEMS) }, (_, index) =>
    index < MAX_ITEMS / 2 ? index : length - (Math.min(length, MAX_ITEMS) - index),
  );
  return indices.map(String);
}
