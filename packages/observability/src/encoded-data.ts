import { createHash } from 'node:crypto';

/** Bytes of one value that are digested: reading all of a film would hold up the call. */
const MAX_DIGESTED = 262_144;
/** Bytes digested for all values of one capture; those behind are told without a digest. */
const MAX_DIGESTED_IN_ALL = 1_048_576;
const DIGEST_LENGTH = 16;

/** Shorter runs of such characters may be a name or a key, unless the place says that it is for data. */
const MIN_ENCODED = 256;
/** Shorter texts are no data that are worth telling of. */
export const MIN_DATA = 64;
/** Of a longer text the beginning tells. */
const MAX_EXAMINED = 65_536;
const ENCODED = /^[A-Za-z0-9+/_-]+={0,2}$/;
const ENCODED_RUN = /[A-Za-z0-9+/_-]*={0,2}/y;
const DATA_URL = /data:([A-Za-z0-9.+/-]{0,100})(?:;[A-Za-z0-9=._-]{1,60}){0,3};base64,/g;
const MARKER = ';base64,';

/** Tells binary and base64 data by kind, size and SHA-256, so that the same picture is known again and none is kept. */
export class EncodedData {
  #digested = 0;

  /** Of bytes as they are. */
  binary(bytes: Uint8Array): string {
    return this.#tell('binary', bytes.length, bytes);
  }

  /**
   * Of a text that is nothing but base64; `undefined` for any other.
   *
   * @param isData the place is one for data, where short ones are told too
   */
  wholeText(text: string, isData: boolean): string | undefined {
    if (text.length < (isData ? MIN_DATA : MIN_ENCODED)) return undefined;
    const examined = text.slice(0, MAX_EXAMINED);
    if (!ENCODED.test(examined) || !isMixed(examined)) return undefined;
    return this.#tellEncoded('base64', text);
  }

  /**
   * A text with its `data:` URLs told instead, up to so many characters of what remains, and a few more: how much of
   * the text is behind that does not matter.
   */
  withoutDataUrls(text: string, limit: number): string {
    if (!text.slice(0, limit).includes(MARKER)) return text;
    const kept: string[] = [];
    let room = limit;
    let from = 0;
    while (room > 0) {
      const window = text.slice(from, from + room);
      DATA_URL.lastIndex = 0;
      const match = DATA_URL.exec(window);
      if (match === null) break;
      ENCODED_RUN.lastIndex = from + DATA_URL.lastIndex;
      const encoded = ENCODED_RUN.exec(text)?.[0] ?? '';
      const told = this.#tellEncoded(match[1] || 'base64', encoded);
      kept.push(window.slice(0, match.index), told);
      from += DATA_URL.lastIndex + encoded.length;
      room -= match.index + told.length;
    }
    kept.push(text.slice(from));
    return kept.join('');
  }

  #tellEncoded(kind: string, encoded: string): string {
    const padding = encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0;
    const size = Math.floor(((encoded.length - padding) * 3) / 4);
    // A multiple of four characters, each group of which is three bytes.
    const head = encoded.slice(0, Math.ceil(MAX_DIGESTED / 3) * 4);
    return this.#tell(kind, size, Buffer.from(head, 'base64'));
  }

  #tell(kind: string, size: number, bytes: Uint8Array): string {
    const digested = bytes.subarray(0, MAX_DIGESTED);
    if (this.#digested + digested.length > MAX_DIGESTED_IN_ALL) return `[${kind}, ${size} bytes]`;
    this.#digested += digested.length;
    const digest = createHash('sha256').update(digested).digest('hex').slice(0, DIGEST_LENGTH);
    const part = size > digested.length ? ` of the first ${digested.length}` : '';
    return `[${kind}, ${size} bytes, sha256${part} ${digest}]`;
  }
}

/** Data have characters of every kind; a word or a number that is repeated has not. */
function isMixed(text: string): boolean {
  return /[0-9]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);
}
