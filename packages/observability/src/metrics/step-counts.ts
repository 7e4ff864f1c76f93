/** Invocations that are remembered at once; those beyond, begun first, count what comes later from 0. */
const MAX_INVOCATIONS = 10_000;

/** How many calls the invocations of agents that still run have made. */
export class StepCounts {
  readonly #steps = new Map<string, number>();

  /** Counts a call made inside the agent's invocation with this span id. */
  add(agentSpanId: string): void {
    const steps = this.#steps.get(agentSpanId);
    this.#steps.set(agentSpanId, (steps ?? 0) + 1);
    if (steps !== undefined || this.#steps.size <= MAX_INVOCATIONS) return;
    const [oldest] = this.#steps.keys();
    if (oldest !== undefined) this.#steps.delete(oldest);
  }

  /** The calls of an invocation that has ended; it is forgotten. */
  take(agentSpanId: string): number {
    const steps = this.#steps.get(agentSpanId) ?? 0;
    this.#steps.delete(agentSpanId);
    return steps;
  }
}
