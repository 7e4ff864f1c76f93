import { type FoundSecret, redactionMark } from './found-secret';
import { ESCAPE_END } from './word-start';

/** Groups of digits with one space or hyphen between them, bounded on both sides by neither letters nor digits. */
const DIGITS = new RegExp(
  `(?:(?<![A-Za-z0-9_%]|%[0-9A-Fa-f]|[0-9][.,])|${ESCAPE_END})[0-9](?:[ -]?[0-9]){12,}(?![A-Za-z0-9_])`,
  'g',
);
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;
/** Visa, Mastercard, American Express, Discover, JCB, Diners Club, UnionPay: the first digits and the lengths in use. */
const ISSUERS =
  /^(?:4\d{12}|4\d{15}|4\d{18}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|35\d{14,17}|3[0689]\d{12,17}|62\d{14,17})$/;

const FIRST_DIGIT = /^[2-6]/;

/** Payment cards: an issuer's digits, their number, and the check digit. */
export function findCards(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const match of text.matchAll(DIGITS)) {
    for (const { start, end } of cardsIn(groupsOf(match[0]))) {
      const replacement = redactionMark('card');
      found.push({ start: match.index + start, end: match.index + end, replacement });
    }
  }
  return found;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

interface Group extends Place {
  readonly digits: string;
}

function groupsOf(run: string): readonly Group[] {
  return Array.from(run.matchAll(/[0-9]+/g), ({ 0: digits, index: start }) => ({
    digits,
    start,
    end: start + digits.length,
  }));
}

/** A number may stand beside others, such as the date until which it is good. */
function cardsIn(groups: readonly Group[]): Place[] {
  const cards: Place[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const last = lastGroupOfCard(groups, first);
    if (last === undefined) continue;
    cards.push({ start: groups[first]?.start ?? 0, end: groups[last]?.end ?? 0 });
    first = last;
  }
  return cards;
}

function lastGroupOfCard(groups: readonly Group[], first: number): number | undefined {
  let digits = '';
  if (!FIRST_DIGIT.test(groups[first]?.digits ?? '')) return undefined;
  for (let index = first; index < groups.length && index < first + MAX_DIGITS; index += 1) {
    digits += groups[index]?.digits ?? '';
    if (digits.length > MAX_DIGITS) return undefined;
    if (digits.length >= MIN_DIGITS && ISSUERS.test(digits) && hasCheckDigit(digits)) return index;
  }
  return undefined;
}

/** ISO/IEC 7812-1, annex B. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Areas, groups and serial numbers that the United States give out. */
const SOCIAL_SECURITY = new RegExp(
  `(?:(?<![\\w-])|${ESCAPE_END})(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![\\w-])`,
  'g',
);

/** Social security numbers of the United States, in the form that nothing else is written in. */
export function findSocialSecurityNumbers(text: string): readonly FoundSecret[] {
  return Array.from(text.matchAll(SOCIAL_SECURITY), ({ 0: number, index: start }) => ({
    start,
    end: start + number.length,
    replacement: redactionMark('social_security_number'),
  }));
}
