import fc from 'fast-check';
import { KaguraError } from './errors';
import { LatencyHistogram } from './latency-histogram';

const THIRTY_DAYS_US = 30 * 24 * 3600 * 1_000_000;
const QUANTILES = [0, 0.01, 0.07, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

/** Durations of every magnitude, whole and fractional. */
const duration = fc.oneof(
  fc.nat(60),
  fc.nat(5000),
  fc.integer({ min: 0, max: THIRTY_DAYS_US }),
  fc
    .double({ min: 0, max: Math.log(THIRTY_DAYS_US), noNaN: true })
    .map((power) => Math.floor(Math.exp(power))),
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300 });

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) {
    histogram.add(value);
  }
  return histogram;
}

/** The smallest duration with at least this share of all at or below it. */
function exactQuantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const reached = sorted.findIndex(
    (_value, index) => (index + 1) * 1000 >= Math.round(q * 1000) * sorted.length,
  );
  return sorted[reached] ?? Number.NaN;
}

function quantilesOf(histogram: LatencyHistogram): (number | undefined)[] {
  return QUANTILES.map((q) => histogram.quantile(q));
}

describe('LatencyHistogram', () => {
  it('forgets what is removed, and nothing else', () => {
    fc.assert(
      fc.property(durations, durations, (kept, removed) => {
        const histogram = histogramOf([...kept, ...removed]);
        for (const value of removed) {
          histogram.remove(value);
        }
        expect(histogram.toBytes()).toEqual(histogramOf(kept).toBytes());
        expect(histogram.count).toBe(kept.length);
      }),
    );
  });

  it('takes nothing from where nothing is', () => {
    const histogram = histogramOf([1_000]);
    histogram.remove(2_000);
    histogram.remove(Number.NaN);
    histogram.remove(1_000, 5);
    expect([histogram.count, histogram.quantile(0.5)]).toEqual([0, undefined]);
  });

  it('is within 1 % of the exact nearest rank', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = histogramOf(values);
        for (const q of QUANTILES) {
          const exact = exactQuantile(values, q);
          const error = Math.abs((histogram.quantile(q) ?? Number.NaN) - exact);
          expect(error).toBeLessThanOrEqual(exact * 0.01);
        }
      }),
    );
  });

  it('is within 1 % at the edges of all buckets', () => {
    for (let us = 1; us <= THIRTY_DAYS_US; us = Math.ceil(us * 1.003)) {
      const value = histogramOf([us]).quantile(0.5) ?? Number.NaN;
      expect(Math.abs(value - us)).toBeLessThanOrEqual(us * 0.01);
    }
  });

  it('keeps zero and the first microseconds exactly', () => {
    const values = Array.from({ length: 51 }, (_value, us) => us);
    expect(values.map((us) => histogramOf([us]).quantile(1))).toEqual(values);
  });

  it('counts nothing below zero and nothing beyond 30 days', () => {
    const histogram = histogramOf([-5, 2 * THIRTY_DAYS_US, Number.POSITIVE_INFINITY]);
    expect(histogram.quantile(0)).toBe(0);
    expect(histogram.quantile(1)).toBe(histogramOf([THIRTY_DAYS_US]).quantile(1));
    expect(histogram.count).toBe(3);
  });

  it('leaves out what is no duration or no number of times', () => {
    const histogram = new LatencyHistogram();
    histogram.add(Number.NaN);
    histogram.add(10, 0);
    histogram.add(10, -1);
    histogram.add(10, 0.5);
    expect(histogram.count).toBe(0);
    expect(histogram.quantile(0.5)).toBeUndefined();
  });

  it('takes q beyond 0 and 1 for 0 and 1', () => {
    const histogram = histogramOf([10, 20, 30]);
    expect([histogram.quantile(-1), histogram.quantile(2)]).toEqual([10, 30]);
  });

  it('counts a duration many times at once', () => {
    const histogram = new LatencyHistogram();
    histogram.add(10, 99);
    histogram.add(20);
    expect(histogram.count).toBe(100);
    expect([histogram.quantile(0.99), histogram.quantile(0.991)]).toEqual([10, 20]);
  });

  it('gives the same when its parts are merged, as objects or as bytes', () => {
    fc.assert(
      fc.property(durations, durations, (left, right) => {
        const together = histogramOf([...left, ...right]);
        const merged = histogramOf(left);
        merged.merge(histogramOf(right));
        const fromBytes = histogramOf(left);
        fromBytes.mergeBytes(histogramOf(right).toBytes());
        expect(merged.toBytes()).toEqual(together.toBytes());
        expect(fromBytes.toBytes()).toEqual(together.toBytes());
        expect(merged.count).toBe(left.length + right.length);
      }),
    );
  });

  it('may be merged with itself', () => {
    const histogram = histogramOf([10, 2000]);
    histogram.merge(histogram);
    expect(histogram.toBytes()).toEqual(histogramOf([10, 10, 2000, 2000]).toBytes());
  });

  it('comes back from its bytes', () => {
    const counted = fc.array(fc.tuple(duration, fc.integer({ min: 1, max: 2 ** 40 })), { maxLength: 50 });
    fc.assert(
      fc.property(counted, (entries) => {
        const histogram = new LatencyHistogram();
        for (const [us, count] of entries) {
          histogram.add(us, count);
        }
        const copy = LatencyHistogram.fromBytes(histogram.toBytes());
        expect(copy.count).toBe(histogram.count);
        expect(quantilesOf(copy)).toEqual(quantilesOf(histogram));
      }),
    );
  });

  it('takes little more than a byte for each bucket of ordinary data', () => {
    const spread = Array.from({ length: 100 }, (_value, index) => Math.round(500_000 * 1.03 ** index));
    expect(histogramOf(spread).toBytes().length).toBeLessThanOrEqual(110);
  });

  it('refuses bytes that were cut off, lengthened or are of something else', () => {
    const bytes = histogramOf([0, 10, 10, 2000, 3_000_000]).toBytes();
    const cut = Array.from(bytes, (_byte, length) => bytes.slice(0, length));
    const others = [
      Uint8Array.of(...bytes, 1),
      Uint8Array.of(2, ...bytes.slice(1)),
      new Uint8Array(64).fill(255),
    ];
    for (const damaged of [...cut, ...others]) {
      expect(() => LatencyHistogram.fromBytes(damaged)).toThrow(
        expect.objectContaining({ code: 'KAGURA_HISTOGRAM_DAMAGED' }),
      );
    }
  });

  it('never fails in another way, and merges nothing of what it refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (random, versioned) => {
        const histogram = histogramOf([10]);
        try {
          histogram.mergeBytes(versioned ? Uint8Array.of(1, ...random) : random);
          expect(histogram.count).toBeGreaterThanOrEqual(1);
        } catch (error) {
          expect(KaguraError.isInstance(error)).toBe(true);
          expect(histogram.toBytes()).toEqual(histogramOf([10]).toBytes());
        }
      }),
      { numRuns: 1000 },
    );
  });
});
