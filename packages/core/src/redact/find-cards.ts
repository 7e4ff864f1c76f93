import { isDigit } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';
import { ESCAPE_END } from './word-start';

/** Groups of digits with one space or hyphen between them, bounded on both sides by neither letters nor digits. */
const DIGITS = new RegExp(
  `[0-9](?<=(?:(?<![A-Za-z0-9_%]|%[0-9A-Fa-f]|[0-9][.,])|${ESCAPE_END})[0-9])(?:[ -]?[0-9]){12,}(?![A-Za-z0-9_])`,
  'g',
);
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;
const SEPARATOR = /[ -]/;

/** Payment cards: an issuer's digits, their number, and the check digit. */
export function findCards(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  DIGITS.lastIndex = 0;
  for (let match = DIGITS.exec(text); match !== null; match = DIGITS.exec(text))
    found.push(...cardsIn(match[0], match.index));
  return found;
}

/** Digits may stand beside those of a card, such as the date until which it is good. */
function cardsIn(run: string, offset: number): FoundSecret[] {
  if (run.length > MAX_DIGITS && !SEPARATOR.test(run)) return [];
  const digits = readDigits(run);
  const found: FoundSecret[] = [];
  let first = 0;
  while (first + MIN_DIGITS <= digits.length) {
    const end = digits[first]?.isFirst ? endOfCard(digits, first) : undefined;
    if (end !== undefined) {
      const start = offset + (digits[first]?.position ?? 0);
      const last = offset + (digits[end - 1]?.position ?? 0);
      found.push({ start, end: last + 1, replacement: redactionMark('card') });
    }
    first = end ?? first + 1;
  }
  return found;
}

interface Digit {
  readonly value: number;
  readonly position: number;
  /** Of its group. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Check sums of all digits before it, with every other one doubled: those at even places, and those at odd. */
  readonly sums: readonly [even: number, odd: number];
}

function readDigits(run: string): readonly Digit[] {
  const digits: Digit[] = [];
  let sums: Digit['sums'] = [0, 0];
  for (let position = 0; position < run.length; position += 1) {
    if (!isDigit(run.charCodeAt(position))) continue;
    const value = Number(run[position]);
    const isFirst = position === 0 || !isDigit(run.charCodeAt(position - 1));
    const isLast = position === run.length - 1 || !isDigit(run.charCodeAt(position + 1));
    const doubled = value > 4 ? value * 2 - 9 : value * 2;
    const isEven = digits.length % 2 === 0;
    digits.push({ value, position, isFirst, isLast, sums });
    sums = [sums[0] + (isEven ? doubled : value), sums[1] + (isEven ? value : doubled)];
  }
  return digits;
}

/** Behind the last digit of a card that begins at a digit; `undefined` where none does. */
function endOfCard(digits: readonly Digit[], first: number): number | undefined {
  const issuer = digits.slice(first, first + 4).reduce((number, { value }) => number * 10 + value, 0);
  for (let length = MIN_DIGITS; length <= MAX_DIGITS && first + length <= digits.length; length += 1) {
    const last = digits[first + length - 1];
    if (last?.isLast && isIssued(issuer, length) && hasCheckDigit(digits, first, first + length)) {
      return first + length;
    }
  }
  return undefined;
}

/** Numbers that are in use, by their first four digits. */
function isIssued(issuer: number, length: number): boolean {
  const [two, three] = [Math.floor(issuer / 100), Math.floor(issuer / 10)];
  const isLong = length >= 16;
  // Visa
  if (issuer >= 4000 && issuer < 5000) return length === 13 || length === 16 || length === 19;
  // American Express
  if (two === 34 || two === 37) return length === 15;
  // Mastercard
  if ((two >= 51 && two <= 55) || (issuer >= 2221 && issuer <= 2720)) return length === 16;
  // Diners Club
  if ((three >= 300 && three <= 305) || two === 36 || two === 38 || two === 39) return length >= 14;
  // JCB, Discover, UnionPay
  return isLong && (two === 35 || issuer === 6011 || (three >= 644 && three <= 659) || two === 62);
}

/** ISO/IEC 7812-1, annex B: of the last digit on, every other one counts double. */
function hasCheckDigit(digits: readonly Digit[], first: number, end: number): boolean {
  const place = end % 2 === 0 ? 0 : 1;
  const last = digits[end - 1];
  if (last === undefined) return false;
  const before = digits[first]?.sums[place] ?? 0;
  return (last.sums[place] + last.value - before) % 10 === 0;
}
