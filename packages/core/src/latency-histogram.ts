import { bucketOf, bucketValue } from './latency-histogram/buckets';
import { decodeBuckets, encodeBuckets } from './latency-histogram/encoding';

/**
 * Counts of durations in buckets that grow with the duration. Any quantile is within 1 % of the exact one, from 1 µs
 * to 30 days; whole durations up to 50 µs, zero among them, are kept exactly. Histograms add up without loss.
 */
export class LatencyHistogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  /** Rebuilds what `toBytes` wrote. @throws {KaguraError} `KAGURA_HISTOGRAM_DAMAGED` for anything else */
  static fromBytes(bytes: Uint8Array): LatencyHistogram {
    const histogram = new LatencyHistogram();
    histogram.mergeBytes(bytes);
    return histogram;
  }

  /** Durations counted. */
  get count(): number {
    return this.#total;
  }

  /**
   * Counts a duration. Negative ones count as zero and those beyond 30 days as 30 days; what is not a number is left
   * out.
   *
   * @param us microseconds
   * @param count how often, a positive whole number
   */
  add(us: number, count = 1): void {
    if (!Number.isNaN(us) && Number.isSafeInteger(count) && count > 0) {
      this.#increase(bucketOf(us), count);
    }
  }

  /** Takes durations out that were counted before; of none that are left, nothing is taken. */
  remove(us: number, count = 1): void {
    const bucket = Number.isNaN(us) ? Number.NaN : bucketOf(us);
    const held = this.#counts.get(bucket) ?? 0;
    const left = Math.max(0, held - count);
    if (left === 0) this.#counts.delete(bucket);
    else this.#counts.set(bucket, left);
    this.#total -= held - left;
  }

  merge(other: LatencyHistogram): void {
    for (const [bucket, count] of [...other.#counts]) {
      this.#increase(bucket, count);
    }
  }

  /**
   * Merges what `toBytes` wrote, without the histogram in between.
   *
   * @throws {KaguraError} `KAGURA_HISTOGRAM_DAMAGED` for anything else; nothing is merged then
   */
  mergeBytes(bytes: Uint8Array): void {
    for (const [bucket, count] of decodeBuckets(bytes)) {
      this.#increase(bucket, count);
    }
  }

  /**
   * The duration in microseconds that a share of all durations does not exceed, by nearest rank; `undefined` while
   * there are none.
   *
   * @param q 0 to 1, for example 0.95
   */
  quantile(q: number): number | undefined {
    let rank = nearestRank(q, this.#total);
    for (const [bucket, count] of this.#sorted()) {
      rank -= count;
      if (rank <= 0) {
        return bucketValue(bucket);
      }
    }
    return undefined;
  }

  /** A compact form, one or two bytes for most buckets in use. */
  toBytes(): Uint8Array {
    return encodeBuckets(this.#sorted());
  }

  #increase(bucket: number, count: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    this.#total += count;
  }

  #sorted(): [bucket: number, count: number][] {
    return [...this.#counts].sort(([left], [right]) => left - right);
  }
}

/** Quantiles are told apart to a millionth, so that 0.07 of 100 is the 7th and not, by a rounding error, the 8th. */
const QUANTILE_UNITS = 1_000_000;

function nearestRank(q: number, total: number): number {
  const units = Math.round(Math.min(1, Math.max(0, q)) * QUANTILE_UNITS);
  return Math.max(1, Math.ceil((units * total) / QUANTILE_UNITS));
}
