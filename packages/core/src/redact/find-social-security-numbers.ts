import { type FoundSecret, redactionMark } from './found-secret';
import { ESCAPE_END } from './word-start';

/** Areas, groups and serial numbers that the United States give out. */
const NUMBER = new RegExp(
  `[0-9](?<=(?:(?<![\\w-])|${ESCAPE_END})[0-9])[0-9]{2}(?<!000|666|9[0-9]{2})-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![\\w-])`,
  'g',
);

/** Social security numbers of the United States, in the form that nothing else is written in. */
export function findSocialSecurityNumbers(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  NUMBER.lastIndex = 0;
  for (let match = NUMBER.exec(text); match !== null; match = NUMBER.exec(text)) {
    const replacement = redactionMark('social_security_number');
    found.push({ start: match.index, end: NUMBER.lastIndex, replacement });
  }
  return found;
}
