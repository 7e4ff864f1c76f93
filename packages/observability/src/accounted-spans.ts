import type { ForeignSpan } from './foreign-span';

/** Spans of other instrumentations that were seen, whichever of several processors saw them first. */
export class AccountedSpans {
  readonly #met = new WeakSet<object>();
  readonly #claimed = new WeakSet<object>();
  readonly #places = new WeakMap<object, ForeignSpan>();

  /** Remembers where a span was started. */
  place(span: object, place: ForeignSpan): void {
    this.#places.set(span, place);
  }

  placeOf(span: object): ForeignSpan | undefined {
    return this.#places.get(span);
  }

  /** True for the first who sees the span start: that one opens its books. */
  meet(span: object): boolean {
    if (this.#met.has(span)) return false;
    this.#met.add(span);
    return true;
  }

  /** True for the first who asks: that one accounts for the span. */
  claim(span: object): boolean {
    if (this.#claimed.has(span)) return false;
    this.#claimed.add(span);
    return true;
  }
}
