import { type FoundSecret, redactionMark } from './found-secret';
import { ESCAPE_END } from './word-start';

/** Areas, groups and serial numbers that the United States give out. */
const NUMBER = new RegExp(
  `(?:(?<![\\w-])|${ESCAPE_END})(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![\\w-])`,
  'g',
);

/** Social security numbers of the United States, in the form that nothing else is written in. */
export function findSocialSecurityNumbers(text: string): readonly FoundSecret[] {
  return Array.from(text.matchAll(NUMBER), ({ 0: number, index: start }) => ({
    start,
    end: start + number.length,
    replacement: redactionMark('social_security_number'),
  }));
}
