import { alphanumericAnd, isTokenCharacter, looksRandom, runEnd, withoutFullStops } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';
import { isWordStart } from './word-start';

/** The beginning of every JSON object, in base64. */
const BEGINNING = 'eyJ';
const MIN_PART = 8;
/** A header of this length has no other part in sight where a text was cut. */
const MAX_HEADER = 500;
const isDotted = alphanumericAnd('_-.');

/** JSON web tokens: signed ones of three parts, encrypted ones of five, and what is left of one behind a cut. */
export function findWebTokens(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let start = text.indexOf(BEGINNING);
  while (start >= 0) {
    const header = runEnd(text, start, isTokenCharacter);
    const hasParts = text[header] === '.' && runEnd(text, header + 1, isTokenCharacter) - header > MIN_PART;
    const isToken = header - start > MIN_PART && (hasParts || header - start >= MAX_HEADER);
    const end = isToken ? withoutFullStops(text, runEnd(text, header, isDotted)) : header;
    if (isToken && isWordStart(text, start))
      found.push({ start, end, replacement: redactionMark('web_token') });
    start = text.indexOf(BEGINNING, end);
  }
  return found;
}

const SCHEME =
  /authorization\\?["']?[ \t]{0,3}[:=][ \t]{0,3}\\?["']?(?:[A-Za-z]{1,20}[ \t]{1,3})?|\bbearer[ \t]{1,3}/gi;
const isCredential = alphanumericAnd('_-.~+/=:');
const MIN_CREDENTIAL = 8;

/** What is sent to prove who asks: behind `Bearer`, or with any scheme in a header that is named. */
export function findCredentials(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  SCHEME.lastIndex = 0;
  for (let match = SCHEME.exec(text); match !== null; match = SCHEME.exec(text)) {
    const start = SCHEME.lastIndex;
    const end = withoutFullStops(text, runEnd(text, start, isCredential));
    SCHEME.lastIndex = Math.max(start, end);
    if (end - start < MIN_CREDENTIAL || !looksRandom(text, start, end)) continue;
    found.push({ start, end, replacement: redactionMark('credentials') });
  }
  return found;
}
