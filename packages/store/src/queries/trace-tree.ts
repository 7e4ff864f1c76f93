import type { StoredSpan, StoredTrace } from '@kagura/core';

/** The spans of one trace, in order of start, and how they hang together. */
export class TraceTree {
  readonly #spans: readonly StoredSpan[];
  readonly #byId: ReadonlyMap<string, StoredSpan>;

  constructor(spans: readonly StoredSpan[]) {
    this.#spans = spans;
    this.#byId = new Map(spans.map((span) => [span.spanId, span]));
  }

  /**
   * The first span without a parent; else the first whose parent is not here, as it belongs to another program or has
   * not ended yet.
   */
  root(): StoredSpan | undefined {
    return (
      this.#spans.find((span) => span.parentSpanId === null) ??
      this.#spans.find((span) => !this.#parentOf(span)) ??
      this.#spans[0]
    );
  }

  /** The outermost invocation of the agent, the first of several. */
  invocationOf(agent: string): StoredSpan | undefined {
    const [first] = this.#spans
      .filter((span) => span.kind === 'agent' && span.agent === agent)
      .map((span) => ({ span, depth: this.#depthOf(span) }))
      .sort((a, b) => a.depth - b.depth);
    return first?.span;
  }

  span(spanId: string): StoredSpan | undefined {
    return this.#byId.get(spanId);
  }

  /** The span with everything below it. */
  below(root: StoredSpan): StoredTrace {
    const children = this.#childrenById();
    const seen = new Set([root.spanId]);
    const descendants: StoredSpan[] = [];
    let level = [root];
    // Level by level, so that of spans that start together the outer one still comes first after sorting.
    while (level.length > 0) {
      level = level
        .flatMap(({ spanId }) => children.get(spanId) ?? [])
        .filter(({ spanId }) => !seen.has(spanId));
      for (const { spanId } of level) seen.add(spanId);
      descendants.push(...level);
    }
    return { root, descendants: descendants.sort((a, b) => a.startUs - b.startUs) };
  }

  #parentOf(span: StoredSpan): StoredSpan | undefined {
    return span.parentSpanId === null ? undefined : this.#byId.get(span.parentSpanId);
  }

  #depthOf(span: StoredSpan): number {
    const above = new Set<StoredSpan>();
    // Parents that go round in a circle would otherwise be followed for ever.
    for (let at = this.#parentOf(span); at && !above.has(at); at = this.#parentOf(at)) above.add(at);
    return above.size;
  }

  #childrenById(): Map<string, StoredSpan[]> {
    const children = new Map<string, StoredSpan[]>();
    for (const span of this.#spans) {
      if (span.parentSpanId === null) continue;
      const siblings = children.get(span.parentSpanId);
      if (siblings) siblings.push(span);
      else children.set(span.parentSpanId, [span]);
    }
    return children;
  }
}
