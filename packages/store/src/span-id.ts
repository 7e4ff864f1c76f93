/** Ids are stored as bytes: half the size of their digits, in the index too. */
export function idBytes(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
