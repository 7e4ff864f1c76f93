import fc from 'fast-check';
import { SECONDS, TOKENS } from './buckets';
import { HistogramSeries } from './series';

/** The boundaries the GenAI conventions ask for: their dashboards keep working on our finer ones. */
const CONVENTIONS = {
  seconds: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  tokens: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
};

it.each([
  ['seconds', SECONDS, CONVENTIONS.seconds],
  ['tokens', TOKENS, CONVENTIONS.tokens],
])("boundaries for %s ascend and hold all of the conventions'", (_, boundaries, conventions) => {
  expect([...boundaries].sort((a, b) => a - b)).toEqual(boundaries);
  expect(new Set(boundaries).size).toBe(boundaries.length);
  expect(boundaries).toEqual(expect.arrayContaining(conventions));
});

it('a value falls into the first bucket whose bound it does not exceed', () => {
  const value = fc.oneof(fc.nat(70_000_000), fc.constantFrom(...TOKENS));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const series = new HistogramSeries(TOKENS);
      for (const value of values) series.record(value);
      let below = 0;
      const cumulative = series.counts.map((count) => {
        below += count;
        return below;
      });
      const expected = [...TOKENS, Number.POSITIVE_INFINITY].map(
        (bound) => values.filter((value) => value <= bound).length,
      );
      expect(cumulative).toEqual(expected);
      expect(series.count).toBe(values.length);
    }),
  );
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%p is not recorded', (value) => {
  const series = new HistogramSeries(TOKENS);
  series.record(value);
  expect(series).toEqual(new HistogramSeries(TOKENS));
});
