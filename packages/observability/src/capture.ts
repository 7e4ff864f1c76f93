import { types } from 'node:util';

/** Enough for the schema of a tool, which stands in a list inside a request. */
const MAX_DEPTH = 16;
const MAX_KEYS = 100;
const MAX_ITEMS = 1_000;

/** Default limit of one captured value, in UTF-16 code units of JSON text. */
export const DEFAULT_MAX_CAPTURE = 65_536;

/**
 * JSON text of any value, bounded in depth, width and length. It is always valid JSON, never throws for what the
 * value is, and invokes nothing of the application's: no getter, no `toJSON`, no Proxy trap. What is left out is
 * said in place (`[…]`).
 */
export function toBoundedJson(value: unknown, maxLength: number = DEFAULT_MAX_CAPTURE): string {
  const writer = new BoundedJsonWriter(maxLength);
  writer.write(value, 0);
  return writer.text;
}

class BoundedJsonWriter {
  text = '';
  readonly #maxLength: number;
  readonly #ancestors: object[] = [];

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  write(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.#string(value);
        return;
      case 'number':
        this.text += Number.isFinite(value) ? String(value) : `"${value}"`;
        return;
      case 'boolean':
        this.text += value ? 'true' : 'false';
        return;
      case 'object':
        if (value === null) this.text += 'null';
        else this.#object(value, depth);
        return;
      case 'undefined':
        this.text += 'null';
        return;
      default:
        this.#string(describeScalar(value));
    }
  }

  #room(): number {
    return this.#maxLength - this.text.length;
  }

  #string(value: string): void {
    const room = Math.max(this.#room(), 0);
    if (value.length <= room) {
      this.text += JSON.stringify(value);
      return;
    }
    const kept = value.slice(0, room);
    this.text += JSON.stringify(`${kept}[… ${value.length - kept.length} characters]`);
  }

  #object(value: object, depth: number): void {
    const told = this.#tellInstead(value, depth);
    if (told !== undefined) {
      this.#string(told);
      return;
    }
    this.#ancestors.push(value);
    if (Array.isArray(value)) this.#items(value, value.length, depth);
    else if (types.isSet(value)) this.#items(entriesOf(value), intrinsicSize(Set.prototype, value), depth);
    else if (types.isMap(value)) this.#items(entriesOf(value), intrinsicSize(Map.prototype, value), depth);
    else this.#properties(value, depth);
    this.#ancestors.pop();
  }

  /** What stands in the place of an object that is not gone into; `undefined` for one that is. */
  #tellInstead(value: object, depth: number): string | undefined {
    if (types.isProxy(value)) return '[Proxy]';
    if (this.#ancestors.includes(value)) return '[Circular]';
    const tooMuch = depth >= MAX_DEPTH || this.#room() <= 0;
    return describeBuiltIn(value) ?? (tooMuch ? (Array.isArray(value) ? '[Array]' : '[Object]') : undefined);
  }

  #items(items: readonly unknown[], total: number, depth: number): void {
    this.text += '[';
    let written = 0;
    while (written < total && written < MAX_ITEMS && this.#room() > 0) {
      if (written > 0) this.text += ',';
      this.write(dataProperty(items, written), depth + 1);
      written += 1;
    }
    if (written < total) this.text += `${written > 0 ? ',' : ''}"[… ${total - written} items]"`;
    this.text += ']';
  }

  #properties(value: object, depth: number): void {
    this.text += '{';
    let written = 0;
    const keys = Object.keys(value);
    for (const key of keys) {
      if (written >= MAX_KEYS || this.#room() <= 0) break;
      const property = dataProperty(value, key);
      if (property === undefined || typeof property === 'function') continue;
      if (written > 0) this.text += ',';
      this.#string(key);
      this.text += ':';
      this.write(property, depth + 1);
      written += 1;
    }
    if (written >= MAX_KEYS || this.#room() <= 0) {
      this.text += `${written > 0 ? ',' : ''}"…":"[… of ${keys.length} keys]"`;
    }
    this.text += '}';
  }
}

/** The value of an own data property; an accessor is named instead of invoked. */
function dataProperty(owner: object, key: string | number): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined) return undefined;
  return 'value' in descriptor ? descriptor.value : '[Getter]';
}

/** What a collection holds, by the language's own methods: a subclass may have overridden them with anything. */
function entriesOf(collection: Set<unknown> | Map<unknown, unknown>): unknown[] {
  const entries = types.isSet(collection)
    ? Set.prototype.values.call(collection)
    : Map.prototype.entries.call(collection);
  const taken: unknown[] = [];
  for (let step = entries.next(); !step.done && taken.length < MAX_ITEMS; step = entries.next())
    taken.push(step.value);
  return taken;
}

function intrinsicSize(prototype: object, collection: object): number {
  return intrinsic(prototype, 'size', collection);
}

/** A number that a getter of a built-in class tells, past whatever a subclass or the object itself says. */
function intrinsic(prototype: object, getter: 'size' | 'byteLength', owner: object): number {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, getter);
  return Number(descriptor?.get?.call(owner) ?? 0);
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;

function describeScalar(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  return '[Function]';
}

/** Text for built-in objects whose state is not in their properties; `undefined` for all others. */
function describeBuiltIn(value: object): string | undefined {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? '[Invalid Date]' : new Date(time).toISOString();
  }
  if (types.isTypedArray(value)) return `[binary, ${intrinsic(TYPED_ARRAY, 'byteLength', value)} bytes]`;
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return '[binary]';
  if (types.isPromise(value)) return '[Promise]';
  if (types.isRegExp(value)) return '[RegExp]';
  if (types.isNativeError(value)) {
    const message = dataProperty(value, 'message');
    return `[Error: ${typeof message === 'string' ? message : ''}]`;
  }
  return undefined;
}
