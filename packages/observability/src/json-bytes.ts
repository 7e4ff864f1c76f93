/** The most bytes that one UTF-16 unit takes in JSON text: `\u0000`. */
const MAX_BYTES_OF_UNIT = 6;
const QUOTES = 2;

/** Up to here counting here is faster than a call into the engine. */
const SHORT = 64;

/** Bytes of a JSON text in UTF-8. */
export function byteLength(json: string): number {
  if (json.length > SHORT) return Buffer.byteLength(json, 'utf8');
  let bytes = json.length;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    // JSON has pairs of surrogates only, of four bytes together.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** How many UTF-16 units of a text, from its beginning, fit into so many bytes as JSON. Never ends within a pair. */
export function fittingUnits(text: string, room: number): number {
  if (text.length * MAX_BYTES_OF_UNIT + QUOTES <= room) return text.length;
  let bytes = QUOTES;
  let index = 0;
  while (index < text.length) {
    const code = text.codePointAt(index) ?? 0;
    bytes += bytesOf(code);
    if (bytes > room) return index;
    index += code > 0xffff ? 2 : 1;
  }
  return index;
}

/** As `JSON.stringify` writes it. */
function bytesOf(code: number): number {
  if (code === 0x22 || code === 0x5c) return 2;
  if (code < 0x20) return /[\b\t\n\f\r]/.test(String.fromCharCode(code)) ? 2 : MAX_BYTES_OF_UNIT;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code >= 0xd800 && code <= 0xdfff) return MAX_BYTES_OF_UNIT;
  return code > 0xffff ? 4 : 3;
}
