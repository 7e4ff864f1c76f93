/** Calls of one kind. */
const REMEMBERED_CALLS = 200;
const MAX_KINDS = 1_000;
/** Half as much again as the dearest but one in a hundred. */
const MARGIN_NUMERATOR = 3n;
const MARGIN_DENOMINATOR = 2n;

type Named = string | null | undefined;

/** Asks what the last stored calls of a model and agent have cost: nano-dollars, the latest last. */
export type PastCosts = (kind: {
  readonly model: string;
  readonly agent: string | null;
  readonly limit: number;
}) => readonly number[];

interface CallKind {
  readonly costs: number[];
  /** What is stored is among them. */
  isSeeded: boolean;
}

/** Remembers the cost of the last calls of every model and agent, for estimating the next. */
export class CostHistory {
  readonly #kinds = new Map<string, CallKind>();
  readonly #pastCosts: PastCosts;

  constructor(pastCosts: PastCosts = () => []) {
    this.#pastCosts = pastCosts;
  }

  add(model: Named, agent: Named, nanoUsd: number): void {
    const { costs } = this.#kindOf(model, agent);
    costs.push(nanoUsd);
    if (costs.length > REMEMBERED_CALLS) costs.shift();
  }

  /** Nano-dollars; `undefined` where no such call is known. */
  estimate(model: Named, agent: Named): number | undefined {
    const kind = this.#kindOf(model, agent);
    this.#seed(kind, model, agent);
    if (kind.costs.length === 0) return undefined;
    const sorted = kind.costs.toSorted((a, b) => a - b);
    const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
    return Number((BigInt(p99) * MARGIN_NUMERATOR + MARGIN_DENOMINATOR - 1n) / MARGIN_DENOMINATOR);
  }

  #kindOf(model: Named, agent: Named): CallKind {
    const key = `${model ?? ''}\n${agent ?? ''}`;
    const kind = this.#kinds.get(key) ?? { costs: [], isSeeded: false };
    // Taken out and put back, so that the kind that was not seen for longest comes first.
    this.#kinds.delete(key);
    this.#kinds.set(key, kind);
    if (this.#kinds.size > MAX_KINDS) {
      const [oldest] = this.#kinds.keys();
      if (oldest !== undefined) this.#kinds.delete(oldest);
    }
    return kind;
  }

  /** Once, and only where somebody asks: mostly nobody does. */
  #seed(kind: CallKind, model: Named, agent: Named): void {
    const room = REMEMBERED_CALLS - kind.costs.length;
    if (kind.isSeeded || room <= 0 || model == null) return;
    kind.isSeeded = true;
    kind.costs.unshift(...this.#pastCosts({ model, agent: agent ?? null, limit: room }));
  }
}
