/** What calls of one kind have cost. */
const REMEMBERED_CALLS = 200;
const MAX_KINDS = 1_000;
/** Half as much again as the dearest but one in a hundred. */
const MARGIN_NUMERATOR = 3n;
const MARGIN_DENOMINATOR = 2n;

/** Remembers the cost of the last calls of every model and agent, for estimating the next. */
export class CostHistory {
  readonly #kinds = new Map<string, number[]>();

  add(model: string | null | undefined, agent: string | null | undefined, nanoUsd: number): void {
    const key = keyOf(model, agent);
    const known = this.#kinds.get(key) ?? [];
    // Taken out and put back, so that the kind that was not seen for longest comes first.
    this.#kinds.delete(key);
    this.#kinds.set(key, known);
    known.push(nanoUsd);
    if (known.length > REMEMBERED_CALLS) known.shift();
    if (this.#kinds.size <= MAX_KINDS) return;
    for (const oldest of this.#kinds.keys()) {
      this.#kinds.delete(oldest);
      break;
    }
  }

  /** Nano-dollars; `undefined` where no such call is remembered. */
  estimate(model: string | null | undefined, agent: string | null | undefined): number | undefined {
    const known = this.#kinds.get(keyOf(model, agent));
    if (known === undefined) return undefined;
    const sorted = known.toSorted((a, b) => a - b);
    const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
    return Number((BigInt(p99) * MARGIN_NUMERATOR + MARGIN_DENOMINATOR - 1n) / MARGIN_DENOMINATOR);
  }
}

function keyOf(model: string | null | undefined, agent: string | null | undefined): string {
  return `${model ?? ''}\n${agent ?? ''}`;
}
