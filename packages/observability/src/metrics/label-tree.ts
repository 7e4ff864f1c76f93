import { type LabelValues, OTHER } from './labels';

export interface LabelTreeOptions<Series> {
  /** Label keys, in the order in which `child` is called with their values. */
  readonly labels: readonly string[];
  /** At most so many label sets; the rest share one whose every label is `other`. */
  readonly maxSeries: number;
  /** Makes what is counted under a label set; `folded` for the one that stands for all others. */
  readonly open: (values: LabelValues, folded: boolean) => Series;
}

/**
 * From label values to what is counted under them, one map lookup per label: the path of a call that has been seen
 * before builds no string and allocates nothing. Memory is bounded by `maxSeries`, whatever the values are.
 */
export class LabelTree<Series> {
  readonly root: LabelNode<Series>;
  readonly #options: LabelTreeOptions<Series>;
  readonly #overflow: LabelNode<Series>;
  #opened = 0;

  constructor(options: LabelTreeOptions<Series>) {
    this.#options = options;
    this.root = new LabelNode(this, []);
    this.#overflow = new LabelNode(
      this,
      options.labels.map(() => OTHER),
    );
  }

  /** The node below `parent`, or the overflow node, which is its own child, when there is no room. */
  grow(parent: LabelNode<Series>, value: string | null): LabelNode<Series> {
    if (parent === this.#overflow || this.#opened >= this.#options.maxSeries) return this.#overflow;
    return new LabelNode(this, [...parent.path, value]);
  }

  /** Called once for each node that is a leaf. */
  open(node: LabelNode<Series>): Series {
    const folded = this.isOverflow(node);
    if (!folded) this.#opened += 1;
    const { labels, open } = this.#options;
    return open(Object.fromEntries(labels.map((key, index) => [key, node.path[index] ?? null])), folded);
  }

  /** A leaf is gone: there is room for another. */
  closed(): void {
    this.#opened -= 1;
  }

  isOverflow(node: LabelNode<Series>): boolean {
    return node === this.#overflow;
  }
}

export class LabelNode<Series> {
  /** Values of the labels from the root down to here. */
  readonly path: readonly (string | null)[];
  readonly #tree: LabelTree<Series>;
  readonly #children = new Map<string | null, LabelNode<Series>>();
  #series: Series | undefined;

  constructor(tree: LabelTree<Series>, path: readonly (string | null)[]) {
    this.#tree = tree;
    this.path = path;
  }

  child(value: string | null): LabelNode<Series> {
    return this.#children.get(value) ?? this.#grow(value);
  }

  /** Forgets the leaf of a value. */
  remove(value: string | null): void {
    const leaf = this.#children.get(value);
    if (leaf && leaf.#series !== undefined) this.#tree.closed();
    this.#children.delete(value);
  }

  get series(): Series {
    this.#series ??= this.#tree.open(this);
    return this.#series;
  }

  #grow(value: string | null): LabelNode<Series> {
    const node = this.#tree.grow(this, value);
    if (!this.#tree.isOverflow(node)) this.#children.set(value, node);
    return node;
  }
}
