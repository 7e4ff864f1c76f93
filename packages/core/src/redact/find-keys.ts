import { alphanumericAnd, isAlphanumeric, looksRandom, runEnd, withoutFullStops } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';
import { KEY_PREFIXES, type KeyPrefix } from './key-prefixes';
import { isWordStart } from './word-start';

const MIN_LENGTH = 14;

/**
 * Most prefixes end with a mark that is rarer than letters, which is looked for: looking for what each begins with takes
 * three times as long. The longest stand first, because the first that fits is taken.
 */
const MARKED = new RegExp(`[-_.](?<=(${alternatives((prefix) => /[-_.]$/.test(prefix))}))`, 'g');
const UNMARKED = new RegExp(`(${alternatives((prefix) => !/[-_.]$/.test(prefix))})`, 'g');

function alternatives(accepts: (prefix: string) => boolean): string {
  const prefixes = KEY_PREFIXES.map(({ prefix }) => prefix).filter(accepts);
  return prefixes
    .sort((one, other) => other.length - one.length)
    .map((prefix) => prefix.replaceAll('.', '\\.'))
    .join('|');
}

const BY_FIRST_CHARACTER = new Map(
  KEY_PREFIXES.map(({ prefix }) => prefix.charAt(0)).map((first) => [
    first,
    KEY_PREFIXES.filter(({ prefix }) => prefix.startsWith(first)),
  ]),
);

/** Some keys have parts, joined by full stops, or end with the padding of base64. */
const isKeyCharacter = alphanumericAnd('_-.=+/');

/** Keys and tokens that say by their beginning whose they are. */
export function findKeys(text: string): readonly FoundSecret[] {
  return text.length < MIN_LENGTH ? [] : [...findBehind(MARKED, text), ...findBehind(UNMARKED, text)];
}

function findBehind(prefixes: RegExp, text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  prefixes.lastIndex = 0;
  for (let match = prefixes.exec(text); match !== null; match = prefixes.exec(text)) {
    const start = prefixes.lastIndex - (match[1]?.length ?? 0);
    if (!isWordStart(text, start)) continue;
    const key = keyAt(text, start);
    if (key === undefined) continue;
    const end = withoutFullStops(text, runEnd(text, start + key.prefix.length, isKeyCharacter));
    found.push({ start, end, replacement: redactionMark(key.rule) });
    prefixes.lastIndex = end;
  }
  return found;
}

/** Some prefixes begin with others. */
function keyAt(text: string, start: number): KeyPrefix | undefined {
  return BY_FIRST_CHARACTER.get(text.charAt(start))?.find(
    (key) => text.startsWith(key.prefix, start) && isKey(text, start + key.prefix.length, key),
  );
}

/** Looks no further than needed to decide, so that prefixes without a key behind them cost the same each. */
function isKey(text: string, body: number, { minimum, isSolid }: KeyPrefix): boolean {
  const needed = body + minimum;
  if (runEnd(text, body, isSolid ? isAlphanumeric : isKeyCharacter, needed) < needed) return false;
  return isSolid || looksRandom(text, body, text.length);
}
