import { types } from 'node:util';
import { isSecretName, MAX_REDACTED_LENGTH, REDACTION_MARGIN, redactionMark } from '@kagura/core';
import type { ContentFilter } from './content-filter';
import { describeObject, describeScalar } from './describe-object';
import { EncodedData, MIN_DATA } from './encoded-data';
import { bytesOf, dataValue, entriesOf, isPlain, sizeOf } from './intrinsics';
import { byteLength, fittingUnits } from './json-bytes';

/** Enough for the schema of a tool, which stands in a list inside a request. */
const MAX_DEPTH = 16;
const MAX_KEYS = 100;
/** Also of properties that are looked at and have no JSON, such as functions. */
const MAX_ITEMS = 1_000;
const MAX_NODES = 20_000;

/** Smaller numbers identify nobody. */
const MIN_TELLING_NUMBER = 1e8;

/** Default limit of one captured value, in bytes of JSON text. */
export const DEFAULT_MAX_CAPTURE = 65_536;

/** Has no character that JSON writes otherwise. */
const PLAIN_NAME = /^[A-Za-z0-9_]{1,40}$/;

/** Fields in which providers hand on pictures, sound and files. */
const DATA_FIELDS = new Set(['data', 'b64_json', 'file_data', 'image_base64', 'imageBytes', 'videoBytes']);

export interface BoundedJsonOptions {
  /** Bytes of text in UTF-8; what says that something was left out comes on top. */
  readonly maxBytes: number;
  readonly filter: ContentFilter;
}

/**
 * JSON text of any value without secrets, bounded in depth, width, nodes and bytes. It is always valid JSON, never throws
 * for what the value is, and invokes nothing of the application's: no getter, no `toJSON`, no Proxy trap. What is left
 * out is said in place (`[…]`); binary and base64 data are told by kind, size and digest.
 */
export function toBoundedJson(value: unknown, options: BoundedJsonOptions): string {
  const writer = new BoundedJsonWriter(options);
  writer.write(value, 0);
  return writer.text;
}

class BoundedJsonWriter {
  text = '';
  #room: number;
  #nodes = MAX_NODES;
  readonly #filter: ContentFilter;
  readonly #data = new EncodedData();
  readonly #ancestors: object[] = [];

  constructor({ maxBytes, filter }: BoundedJsonOptions) {
    this.#room = maxBytes;
    this.#filter = filter;
  }

  write(value: unknown, depth: number): void {
    this.#nodes -= 1;
    switch (typeof value) {
      case 'string':
        this.#string(value);
        return;
      case 'number':
        if (Math.abs(value) < MIN_TELLING_NUMBER) this.#put(String(value));
        else this.#longNumber(value);
        return;
      case 'bigint':
        this.#longNumber(value);
        return;
      case 'boolean':
        this.#put(value ? 'true' : 'false');
        return;
      case 'object':
        if (value === null) this.#put('null');
        else this.#object(value, depth);
        return;
      case 'undefined':
        this.#put('null');
        return;
      default:
        this.#string(describeScalar(value));
    }
  }

  /** May be the number of a card; also what is no number of JSON. */
  #longNumber(value: number | bigint): void {
    const text = String(value);
    const shown = this.#filter.text(text);
    if (shown !== text) this.#string(shown);
    else if (typeof value === 'bigint') this.#string(`${text}n`);
    else this.#put(Number.isFinite(value) ? text : `"${text}"`);
  }

  get #isFull(): boolean {
    return this.#room <= 0 || this.#nodes <= 0;
  }

  /** Of characters that take a byte each. */
  #put(json: string): void {
    this.text += json;
    this.#room -= json.length;
  }

  #putText(text: string): void {
    const json = JSON.stringify(text);
    this.text += json;
    this.#room -= byteLength(json);
  }

  /** @param isData the place is one for data, which are told also where they are short */
  #string(value: string, isData = false): void {
    const room = Math.min(Math.max(this.#room, 0), MAX_REDACTED_LENGTH);
    const isLong = value.length >= MIN_DATA;
    const data = isLong ? this.#data.wholeText(value, isData) : undefined;
    const given = data ?? (isLong ? this.#data.withoutDataUrls(value, room + REDACTION_MARGIN) : value);
    const text = data ?? this.#filter.text(given, room);
    const kept = fittingUnits(text, this.#room);
    // What a cut leaves out is counted in the text as it was given; what redaction made longer is no loss.
    const isCut = given.length > room || kept < text.length;
    if (!isCut) {
      this.#putText(text);
      return;
    }
    const left = Math.max(given.length - Math.min(kept, room), text.length - kept);
    this.#putText(`${text.slice(0, kept)}[… ${left} characters]`);
  }

  #object(value: object, depth: number): void {
    const told = this.#tellInstead(value, depth);
    if (told !== undefined) {
      this.#string(told);
      return;
    }
    this.#ancestors.push(value);
    if (Array.isArray(value)) this.#items(value, value.length, depth);
    else if (!isPlain(value) && (types.isSet(value) || types.isMap(value)))
      this.#items(entriesOf(value, MAX_ITEMS), sizeOf(value), depth);
    else this.#properties(value, depth);
    this.#ancestors.pop();
  }

  /** What stands in the place of an object that is not gone into; `undefined` for one that is. */
  #tellInstead(value: object, depth: number): string | undefined {
    if (types.isProxy(value)) return '[Proxy]';
    if (this.#ancestors.includes(value)) return '[Circular]';
    const told = isPlain(value) ? undefined : this.#tellBuiltIn(value);
    if (told !== undefined) return told;
    if (depth < MAX_DEPTH && !this.#isFull) return undefined;
    return Array.isArray(value) ? '[Array]' : '[Object]';
  }

  #tellBuiltIn(value: object): string | undefined {
    const bytes = bytesOf(value);
    return bytes === undefined ? describeObject(value) : this.#data.binary(bytes);
  }

  #items(items: readonly unknown[], total: number, depth: number): void {
    this.#put('[');
    let written = 0;
    while (written < total && written < MAX_ITEMS && !this.#isFull) {
      if (written > 0) this.#put(',');
      this.write(dataValue(items, written), depth + 1);
      written += 1;
    }
    if (written < total) this.#put(`${written > 0 ? ',' : ''}"[… ${total - written} items]"`);
    this.#put(']');
  }

  #properties(value: object, depth: number): void {
    this.#put('{');
    let written = 0;
    let seen = 0;
    const keys = Object.keys(value);
    for (const key of keys) {
      if (written >= MAX_KEYS || seen >= MAX_ITEMS || this.#isFull) break;
      seen += 1;
      const property = dataValue(value, key);
      if (property === undefined || typeof property === 'function') continue;
      if (written > 0) this.#put(',');
      this.#name(key);
      this.#property(value, { key, property, depth });
      written += 1;
    }
    if (seen < keys.length) this.#put(`${written > 0 ? ',' : ''}"…":"[… of ${keys.length} keys]"`);
    this.#put('}');
  }

  #name(key: string): void {
    const name = this.#filter.name(key);
    if (PLAIN_NAME.test(name)) {
      this.#put(`"${name}":`);
      return;
    }
    const kept = fittingUnits(name, Math.max(this.#room, 0));
    this.#putText(kept < name.length ? `${name.slice(0, kept)}…` : name);
    this.#put(':');
  }

  #property(owner: object, { key, property, depth }: Property): void {
    const isText = typeof property === 'string' && property !== '';
    const isNumber = typeof property === 'number' || typeof property === 'bigint';
    if ((isText || isNumber) && isSecretName(key)) this.#putText(redactionMark('named_secret'));
    else if (isText && isDataField(owner, key)) this.#string(property, true);
    else this.write(property, depth + 1);
  }
}

interface Property {
  readonly key: string;
  readonly property: unknown;
  readonly depth: number;
}

/** Also the content of a message's part that is data. */
function isDataField(owner: object, key: string): boolean {
  return DATA_FIELDS.has(key) || (key === 'content' && dataValue(owner, 'type') === 'blob');
}
