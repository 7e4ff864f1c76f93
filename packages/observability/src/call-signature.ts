import { types } from 'node:util';

/** What is called, on what and with what: by this a call is known again that is tried a second time. */
export interface CallSignature {
  /** What the same function, or the same kind of request to the same server, has in common. */
  readonly callee: object | string;
  readonly self: WeakRef<object> | undefined;
  /** See `contentOf`. */
  readonly content: readonly unknown[];
}

/** Parts of the arguments that are looked at: enough to tell apart what an agent asks one after the other. */
const MAX_PARTS = 48;
const MAX_DEPTH = 4;
/** Of an array, from its end: the last message of a conversation is the one that is new. */
const MAX_ITEMS = 2;

/**
 * The texts and numbers in the arguments of a call: with equal ones it does the same. `undefined` where an argument
 * cannot be told by its content: two instances of a class are not known to be the same. Holds none of the objects, which
 * may be what the call is waiting to see collected, and invokes no getter.
 */
export function contentOf(args: readonly unknown[]): readonly unknown[] | undefined {
  const parts: unknown[] = [args.length];
  for (const argument of args) {
    if (!hasPlainContent(argument)) return undefined;
    addParts(parts, argument, 0);
  }
  return parts;
}

export function isSameCall(one: CallSignature, other: CallSignature): boolean {
  return (
    one.self?.deref() === other.self?.deref() &&
    one.content.length === other.content.length &&
    one.content.every((part, index) => Object.is(part, other.content[index]))
  );
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
  return prototype === null || (!types.isProxy(prototype) && Object.getPrototypeOf(prototype) === null);
}

function addParts(parts: unknown[], value: unknown, depth: number): void {
  if (parts.length >= MAX_PARTS) return;
  if (typeof value === 'function' || typeof value === 'symbol') parts.push(typeof value);
  else if (typeof value !== 'object' || value === null) parts.push(value);
  else if (depth >= MAX_DEPTH || !isPlain(value)) parts.push('object');
  else if (Array.isArray(value)) {
    parts.push(value.length);
    for (let index = Math.max(0, value.length - MAX_ITEMS); index < value.length; index += 1)
      addParts(parts, dataOf(value, String(index)), depth + 1);
  } else {
    for (const key of Object.keys(value)) {
      if (parts.length >= MAX_PARTS) return;
      parts.push(key);
      addParts(parts, dataOf(value, key), depth + 1);
    }
  }
}

function dataOf(owner: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(owner, key)?.value;
}
