/** Longer ones hold images or many embeddings, and decoding would hold up the call. */
const MAX_BYTES = 4_194_304;

/** The JSON in the bytes of an `InvokeModel` response or of a piece of its stream; `undefined` for anything else. */
export function decodeBody(bytes: unknown): unknown {
  try {
    return bytes instanceof Uint8Array && bytes.length <= MAX_BYTES
      ? JSON.parse(new TextDecoder().decode(bytes))
      : undefined;
  } catch {
    // No JSON, or a Proxy that does not tell what it is.
    return undefined;
  }
}
