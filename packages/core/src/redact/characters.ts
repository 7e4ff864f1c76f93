/** A set of ASCII characters. */
export type CharacterSet = (code: number) => boolean;

const FULL_STOP = 46;

export const isDigit: CharacterSet = (code) => code >= 48 && code <= 57;
const isUpper: CharacterSet = (code) => code >= 65 && code <= 90;
const isLower: CharacterSet = (code) => code >= 97 && code <= 122;
export const isAlphanumeric: CharacterSet = (code) => isLower(code) || isUpper(code) || isDigit(code);

/** Letters and digits, and what else is named. */
export function alphanumericAnd(others: string): CharacterSet {
  const codes = new Set(Array.from(others, (character) => character.charCodeAt(0)));
  return (code) => isAlphanumeric(code) || codes.has(code);
}

/** Base64 in the alphabet of URLs, as keys and tokens are written. */
export const isTokenCharacter = alphanumericAnd('_-');

/** Where a run of such characters ends; looks no further than `limit`. */
export function runEnd(text: string, from: number, set: CharacterSet, limit: number = text.length): number {
  const last = Math.min(limit, text.length);
  let end = from;
  while (end < last && set(text.charCodeAt(end))) end += 1;
  return end;
}

/** Where a run that ends before `end` begins; looks no further back than `limit`. */
export function runStart(text: string, end: number, set: CharacterSet, limit: number): number {
  let start = end;
  while (start > Math.max(limit, 0) && set(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Where a run ends that the end of a sentence is none of. */
export function withoutFullStops(text: string, end: number): number {
  return runStart(text, end, (code) => code === FULL_STOP, 0);
}

/** Enough of a key to see that it is none of a language's words. */
const SEEN = 64;

/** Key material soon has a digit, or a capital behind a small letter; words joined by hyphens have neither. */
export function looksRandom(text: string, from: number, end: number): boolean {
  const last = Math.min(end, from + SEEN);
  for (let index = from; index < last; index += 1) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) return true;
    if (index > from && isUpper(code) && isLower(text.charCodeAt(index - 1))) return true;
  }
  return false;
}
