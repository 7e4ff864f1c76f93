import { KaguraError } from '../errors';
import { MAX_BUCKET } from './buckets';

/**
 * Format: a version; the number of durations, by which a part that is missing shows; then for each bucket in use, in
 * ascending order, the number `gap × 8 + n`: `gap` is how many buckets were skipped since the last one, `n` is the
 * count less one, or 7 where a number with the rest follows. Numbers have seven bits a byte, the lowest first, and
 * the top bit set on all bytes but the last.
 */
const VERSION = 1;
const COUNT_UNITS = 8;
const LARGE = COUNT_UNITS - 1;

export type Buckets = readonly (readonly [bucket: number, count: number])[];

/** @param buckets in ascending order */
export function encodeBuckets(buckets: Buckets): Uint8Array {
  const bytes = [VERSION];
  writeNumber(bytes, totalOf(buckets));
  let next = 0;
  for (const [bucket, count] of buckets) {
    writeNumber(bytes, (bucket - next) * COUNT_UNITS + Math.min(count - 1, LARGE));
    if (count > LARGE) {
      writeNumber(bytes, count - 1 - LARGE);
    }
    next = bucket + 1;
  }
  return Uint8Array.from(bytes);
}

/** @throws {KaguraError} `KAGURA_HISTOGRAM_DAMAGED` */
export function decodeBuckets(bytes: Uint8Array): Buckets {
  const reader = new NumberReader(bytes);
  if (reader.next() !== VERSION) {
    throw damaged('has another version');
  }
  const total = reader.next();
  const buckets = toBuckets(reader.rest());
  if (total !== totalOf(buckets)) {
    throw damaged('does not add up');
  }
  return buckets;
}

function totalOf(buckets: Buckets): number {
  return buckets.reduce((sum, [, count]) => sum + count, 0);
}

function toBuckets(numbers: readonly number[]): Buckets {
  const buckets: [bucket: number, count: number][] = [];
  let next = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const packed = numbers[index] ?? 0;
    const bucket = next + Math.floor(packed / COUNT_UNITS);
    let count = (packed % COUNT_UNITS) + 1;
    if (count > LARGE) {
      index += 1;
      count += numbers[index] ?? Number.NaN;
    }
    if (bucket > MAX_BUCKET || !Number.isSafeInteger(count)) {
      throw damaged('holds an impossible bucket');
    }
    buckets.push([bucket, count]);
    next = bucket + 1;
  }
  return buckets;
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

class NumberReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  rest(): number[] {
    const numbers: number[] = [];
    while (this.#position < this.#bytes.length) {
      numbers.push(this.next());
    }
    return numbers;
  }

  next(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#position];
      this.#position += 1;
      if (byte === undefined) {
        throw damaged('ends too early');
      }
      value += (byte % 128) * scale;
      if (!Number.isSafeInteger(value)) {
        throw damaged('holds too large a number');
      }
      if (byte < 128) {
        return value;
      }
    }
  }
}

function damaged(how: string): KaguraError {
  return new KaguraError('KAGURA_HISTOGRAM_DAMAGED', `The stored latency histogram ${how}.`);
}
