/** One running sum. Integers stay exact up to 2⁵³: for nano-dollars, nine million dollars a series. */
export class CounterSeries {
  value = 0;

  add(amount: number): void {
    this.value += amount;
  }
}

/** Counts of values by bucket. Values and boundaries are in the same integer unit, so that the sum is exact. */
export class HistogramSeries {
  /** Inclusive upper bounds, ascending. */
  readonly bounds: readonly number[];
  /** One count for each bound and one for what lies above the last. */
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** A value that is negative or no number is left out, as OpenTelemetry's own histogram does. */
  record(value: number): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return;
    const bucket = this.#bucketOf(value);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
  }

  #bucketOf(value: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (this.bounds[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
