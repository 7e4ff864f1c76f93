/** A text that took a pattern too long. */
export interface SlowText {
  readonly length: number;
  readonly milliseconds: number;
}

const MAX_LENGTH = 65_536;
/** Time that a pattern may take for the longest text; shorter ones may take their share, and not less than `NOISE_MS`. */
const LIMIT_MS = 100;
/** A pause of the process is not held against a pattern. */
const NOISE_MS = 10;
const REPEATS = 3;
/** Up to here the lengths grow by one: what takes time beyond all bounds shows before it does. */
const SMALL = 40;
const FIRST = 8;
const MAX_PUMPS = 40;
const MAX_STARTS = 4;
/** Makes the whole fail, which is when a search goes back. */
const END = '\u0000';

/** What careless patterns take long for, whatever they are about. */
const COMMON = ['a', '0', ' ', 'A', 'aA0', 'a.', 'a@', '-', '\n', 'a ', '0 ', '"a', '/a'];

/**
 * The shortest text found that a pattern is too slow for; `undefined` where there is none. Measured, because no rule
 * of thumb tells: texts repeat what is common and what the pattern itself is written with, and grow until one is slow.
 *
 * @param pattern a global one
 * @param now milliseconds of a clock that never goes back
 */
export function slowText(pattern: RegExp, now: () => number): SlowText | undefined {
  const { starts, pumps } = textsFor(pattern);
  for (const pump of pumps) {
    for (let length = FIRST; length <= MAX_LENGTH; length = length < SMALL ? length + 1 : length * 2) {
      const limit = limitFor(length);
      const repeated = pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
      for (const start of starts) {
        const milliseconds = fastest(pattern, start + repeated + END, { now, limit });
        if (milliseconds > limit) return { length, milliseconds };
      }
    }
  }
  return undefined;
}

function limitFor(length: number): number {
  return Math.max(NOISE_MS, (LIMIT_MS * length) / MAX_LENGTH);
}

/** Of some tries, as long as they are slow. */
function fastest(
  pattern: RegExp,
  text: string,
  { now, limit }: { readonly now: () => number; readonly limit: number },
): number {
  let best = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < REPEATS && best > limit; tries += 1) {
    const start = now();
    for (const _ of text.matchAll(pattern));
    best = Math.min(best, now() - start);
  }
  return best;
}

/** What texts begin with and what they repeat: the pattern's own words and characters, beside what is common. */
function textsFor({ source }: RegExp): {
  readonly starts: readonly string[];
  readonly pumps: readonly string[];
} {
  const words = source.match(/[A-Za-z0-9@._-]{2,20}/g) ?? [];
  const characters = source.match(/[^\\^$*+?()[\]{}|]/g) ?? [];
  return {
    starts: ['', END, ...words.slice(0, MAX_STARTS)],
    pumps: [...new Set([...COMMON, ...words, ...characters])].slice(0, MAX_PUMPS),
  };
}
