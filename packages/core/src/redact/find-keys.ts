import { alphanumericAnd, isAlphanumeric, looksRandom, runEnd, withoutFullStops } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';
import { KEY_PREFIXES, type KeyPrefix } from './key-prefixes';
import { WORD_START } from './word-start';

const PREFIX = new RegExp(
  `${WORD_START}(?:${KEY_PREFIXES.map(({ prefix }) => prefix.replaceAll('.', '\\.')).join('|')})`,
  'g',
);
const BY_PREFIX = new Map(KEY_PREFIXES.map((key) => [key.prefix, key]));

/** Some keys have parts, joined by full stops, or end with the padding of base64. */
const isKeyCharacter = alphanumericAnd('_-.=+/');

/** Keys and tokens that say by their beginning whose they are. */
export function findKeys(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  PREFIX.lastIndex = 0;
  for (let match = PREFIX.exec(text); match !== null; match = PREFIX.exec(text)) {
    const body = PREFIX.lastIndex;
    const key = BY_PREFIX.get(match[0]);
    if (key === undefined || !isKey(text, body, key)) continue;
    const end = withoutFullStops(text, runEnd(text, body, isKeyCharacter));
    found.push({ start: match.index, end, replacement: redactionMark(key.rule) });
    PREFIX.lastIndex = end;
  }
  return found;
}

/** Looks no further than needed to decide, so that prefixes without a key behind them cost the same each. */
function isKey(text: string, body: number, { minimum, isSolid }: KeyPrefix): boolean {
  const needed = body + minimum;
  if (runEnd(text, body, isSolid ? isAlphanumeric : isKeyCharacter, needed) < needed) return false;
  return isSolid || looksRandom(text, body, text.length);
}
