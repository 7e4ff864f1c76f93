const DRAWS = 2 ** 32;
/** The fraction of the golden ratio in 32 bits: multiples of it lie far apart. */
const SPLIT = 0x9e3779b9;
const HEX_DIGITS = Array.from({ length: 2 ** 16 }, (_, number) => number.toString(16).padStart(4, '0'));

/** Random numbers that are the same for the same seed on every machine: xorshift128, its state filled by splitmix32. */
export class Random {
  #x: number;
  #y: number;
  #z: number;
  #w: number;

  constructor(seed: number) {
    this.#x = mix(seed + SPLIT);
    this.#y = mix(seed + 2 * SPLIT);
    this.#z = mix(seed + 3 * SPLIT);
    this.#w = mix(seed + 4 * SPLIT);
  }

  /** 0 <= number < 1. */
  fraction(): number {
    return this.#draw() / DRAWS;
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** The first entries more often than the last. */
  pick<Entry>(entries: readonly [Entry, ...Entry[]]): Entry {
    const position = this.fraction() * this.fraction();
    return entries[Math.floor(position * entries.length)] ?? entries[0];
  }

  /** Mostly around the middle, now and then many times as much, as waiting times are. */
  skewed(middle: number): number {
    const bell = this.fraction() + this.fraction() + this.fraction() - 1.5;
    return Math.round(middle * 3 ** bell);
  }

  /** A hexadecimal number of so many digits, a multiple of eight. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      const draw = this.#draw();
      text += `${HEX_DIGITS[draw >>> 16]}${HEX_DIGITS[draw & 0xffff]}`;
    }
    return text;
  }

  #draw(): number {
    const turned = this.#x ^ (this.#x << 11);
    this.#x = this.#y;
    this.#y = this.#z;
    this.#z = this.#w;
    this.#w = (this.#w ^ (this.#w >>> 19) ^ turned ^ (turned >>> 8)) >>> 0;
    return this.#w;
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
