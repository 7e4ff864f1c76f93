import { alphanumericAnd, runEnd } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const END = '-----END ';
const DASHES = '-----';
/** From the end's beginning to its last hyphen. */
const MAX_END = 80;
/** Base64 with its line breaks, escaped or not, and the headers that old keys have. */
const isBlockCharacter = alphanumericAnd('+/= \t\r\n\\:,-.');

/** A key of 16,384 bits has 13 KB. */
const MAX_BLOCK = 20_000;

/** Private keys in PEM and PGP blocks; of a block that was cut, all that may belong to it. */
export function findPrivateKeys(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let nextEnd = 0;
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    const from = BEGIN.lastIndex;
    // The same end is not searched for again from every beginning before it.
    if (nextEnd < from) nextEnd = positionOf(text, END, from);
    const isClosed = nextEnd - from <= MAX_BLOCK;
    const end = isClosed ? closingEnd(text, nextEnd) : runEnd(text, from, isBlockCharacter);
    found.push({ start: match.index, end, replacement: redactionMark('private_key') });
    BEGIN.lastIndex = end;
  }
  return found;
}

function positionOf(text: string, part: string, from: number): number {
  const position = text.indexOf(part, from);
  return position < 0 ? Number.POSITIVE_INFINITY : position;
}

function closingEnd(text: string, closing: number): number {
  const from = closing + END.length;
  const dashes = text.slice(from, from + MAX_END).indexOf(DASHES);
  return dashes < 0 ? from : from + dashes + DASHES.length;
}
