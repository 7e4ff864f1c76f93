import { isDigit } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';

const NAME =
  /(?:api[_-]?key|secret(?:[_-]?access)?(?:[_-]?key)?|(?:access|account|private)[_-]?key|passw(?:or)?d|passphrase|(?:access|refresh|session|security|auth|bearer|id)[_-]?token)(\\?["'])?[ \t]{0,3}[:=][ \t]{0,3}(\\?["'])?/gi;
const MAX_VALUE = 4_096;
/** A value without quotes is one of a line or an address, where words follow names as well. */
const MIN_BARE = 8;
const ENDS_QUOTED = new Set(Array.from('"\'\\ \t\r\n', (character) => character.charCodeAt(0)));
const ENDS_BARE = new Set(Array.from('"\'\\ \t\r\n,;&<>(){}[]`', (character) => character.charCodeAt(0)));

/** Values behind the name of a secret: `"password": "…"` in JSON, `API_KEY=…` in lines and addresses. */
export function findNamedSecrets(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  if (!text.includes(':') && !text.includes('=')) return found;
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const start = NAME.lastIndex;
    const isQuoted = match[2] !== undefined;
    const end = valueEnd(text, start, isQuoted ? ENDS_QUOTED : ENDS_BARE);
    // One pass: what was looked at as a value is not looked at again.
    NAME.lastIndex = Math.max(end, start);
    if (isQuoted ? end > start && !isSpaced(text, end) : isBareSecret(text, start, end)) {
      found.push({ start, end, replacement: redactionMark('named_secret') });
    }
  }
  return found;
}

function valueEnd(text: string, start: number, ends: ReadonlySet<number>): number {
  const last = Math.min(text.length, start + MAX_VALUE);
  let end = start;
  while (end < last && !ends.has(text.charCodeAt(end))) end += 1;
  return end;
}

/** Words in quotes are a label. */
function isSpaced(text: string, end: number): boolean {
  return text[end] === ' ';
}

function isBareSecret(text: string, start: number, end: number): boolean {
  if (end - start < MIN_BARE) return false;
  for (let index = start; index < end; index += 1) {
    if (isDigit(text.charCodeAt(index))) return true;
  }
  return false;
}
