/** Ids remembered of each kind: far more than calls whose ends are still to be seen. */
const MAX_REMEMBERED = 1_000;

/** Who told of an answer: a wrapped client that made the request, or the span of another instrumentation. */
type Witness = 'client' | 'span';

/**
 * Ids of the responses that calls own, by who told of them. A provider's client may make a span of its own beside the
 * call of the wrapped client, instead of inside it: they are one call, and whoever ends first owns it. Two witnesses
 * of the same kind are two calls, because stand-ins in tests give all their responses one id.
 */
export class AnsweredRequests {
  readonly #seen: Readonly<Record<Witness, Set<string>>> = { client: new Set(), span: new Set() };

  /** True when the other witness owns the response already; else this one does from now on. */
  isTaken(responseId: string | undefined, witness: Witness): boolean {
    if (responseId === undefined) return false;
    const other: Witness = witness === 'client' ? 'span' : 'client';
    if (this.#seen[other].has(responseId)) return true;
    const seen = this.#seen[witness];
    seen.delete(responseId);
    seen.add(responseId);
    if (seen.size > MAX_REMEMBERED) {
      const [oldest] = seen;
      if (oldest !== undefined) seen.delete(oldest);
    }
    return false;
  }
}
