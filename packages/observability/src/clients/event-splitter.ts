/** Cuts the text of an event stream into its events, in whatever pieces it arrives. Every event keeps its blank line. */
export class EventSplitter {
  #pending = '';

  /** The events that are complete with this piece. */
  push(piece: string): string[] {
    // A blank line may have begun in the piece before.
    const blankLine = /\r\n\r\n|\n\n|\r\r/g;
    blankLine.lastIndex = Math.max(0, this.#pending.length - 3);
    this.#pending += piece;
    const events: string[] = [];
    let start = 0;
    while (blankLine.exec(this.#pending)) {
      events.push(this.#pending.slice(start, blankLine.lastIndex));
      start = blankLine.lastIndex;
    }
    if (start > 0) this.#pending = this.#pending.slice(start);
    return events;
  }

  /** What is left of an event that never ended. */
  rest(): string {
    const rest = this.#pending;
    this.#pending = '';
    return rest;
  }
}

/** The one line of data that an event has; `undefined` for none or several. */
export function dataOf(event: string): string | undefined {
  const lines = event.match(/^data:.*$/gm);
  return lines?.length === 1 ? lines[0].slice('data:'.length).trim() : undefined;
}
