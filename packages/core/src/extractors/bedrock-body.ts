import { field } from '../fields';

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

/** The event inside a piece of an `InvokeModelWithResponseStream` response, or the piece itself. */
export function decodeChunk(chunk: object): unknown {
  const bytes = field(field(chunk, 'chunk'), 'bytes');
  return bytes === undefined ? chunk : decodeBody(bytes);
}
