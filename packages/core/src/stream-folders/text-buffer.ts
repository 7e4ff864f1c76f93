/** Collects pieces of text up to a length. */
export class TextBuffer {
  readonly #pieces: string[] = [];
  #room: number;

  /** @param maxLength UTF-16 units; 0 collects nothing */
  constructor(maxLength: number) {
    this.#room = maxLength;
  }

  get isFull(): boolean {
    return this.#room <= 0;
  }

  add(piece: string): void {
    if (piece.length <= this.#room) {
      this.#pieces.push(piece);
    } else {
      this.#pieces.push(withoutHalfPair(piece.slice(0, Math.max(0, this.#room))));
    }
    this.#room -= piece.length;
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

/** A cut may leave the first half of a surrogate pair at the end, which is no character. */
export function withoutHalfPair(cut: string): string {
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
