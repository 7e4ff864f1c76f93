import fc from 'fast-check';
import type { UsageReading } from './usage';

const fail = () => {
  throw new Error('hostile');
};

function throwingGetters(names: readonly string[]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { get: fail, enumerable: true }])),
  );
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic(names: readonly string[]): object {
  const value: Record<string, unknown> = {};
  for (const name of names) {
    value[name] = value;
  }
  return value;
}

/** Values that break careless code. */
function hostileValues(names: readonly string[]): readonly unknown[] {
  return [
    undefined,
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    -0,
    0.5,
    2 ** 60,
    10n,
    Symbol('hostile'),
    fail,
    '',
    '12',
    '1e9',
    'NaN',
    new Date(Number.NaN),
    Object.create(null),
    throwingGetters(names),
    new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
    new Proxy([], { get: (_target, name) => (name === 'length' ? 2 ** 32 : fail()) }),
    revoked({}),
    revoked([]),
    cyclic(names),
  ];
}

/** Makes the value: fast-check would trip over hostile ones itself. */
export type Maker = () => unknown;

/**
 * Makers of objects that look like one of the examples, until some of their fields, at any depth, turn out to be
 * anything.
 *
 * @param names names of fields that the code under test reads
 */
export function nearly(examples: readonly unknown[], names: readonly string[]): fc.Arbitrary<Maker> {
  const values = hostileValues(names);
  const hostile = fc.nat(values.length - 1).map(
    (index): Maker =>
      () =>
        values[index],
  );
  const anything = fc.oneof(fc.nat(2000), fc.anything()).map(
    (value): Maker =>
      () =>
        value,
  );
  const distort = (value: unknown): fc.Arbitrary<Maker> =>
    fc.oneof({ arbitrary: inside(value), weight: 9 }, { arbitrary: fc.oneof(hostile, anything), weight: 1 });
  const inside = (value: unknown): fc.Arbitrary<Maker> => {
    if (typeof value !== 'object' || value === null) {
      return fc.constant(() => value);
    }
    const names = Object.keys(value);
    return fc.tuple(...Object.values(value).map(distort)).map((makers): Maker => {
      const made = () => makers.map((make) => make());
      return Array.isArray(value)
        ? made
        : () => Object.fromEntries(made().map((field, index) => [names[index], field]));
    });
  };
  return fc.oneof(hostile, ...examples.map(distort));
}

/** Counts are counts, and parts fit into their totals unless the reading says that they do not. */
export function expectSound(reading: UsageReading | undefined): void {
  const { inputTokens, outputTokens, inputAudioSeconds = 0, ...usage } = reading?.usage ?? {};
  expect(Number.isFinite(inputAudioSeconds) && inputAudioSeconds >= 0).toBe(true);
  for (const count of [inputTokens, outputTokens, ...Object.values(usage)]) {
    expect(count === undefined || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
  }
  if (reading !== undefined && reading.inconsistent !== true) {
    const { cachedReadTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = usage;
    const {
      inputAudioTokens = 0,
      inputImageTokens = 0,
      outputAudioTokens = 0,
      outputImageTokens = 0,
    } = usage;
    const input = inputTokens ?? Number.POSITIVE_INFINITY;
    const output = outputTokens ?? Number.POSITIVE_INFINITY;
    expect(cachedReadTokens + cacheWriteTokens).toBeLessThanOrEqual(input);
    expect(inputAudioTokens + inputImageTokens).toBeLessThanOrEqual(input);
    expect(reasoningTokens).toBeLessThanOrEqual(output);
    expect(outputAudioTokens + outputImageTokens).toBeLessThanOrEqual(output);
    expect(usage.cacheWrite1hTokens ?? 0).toBeLessThanOrEqual(usage.cacheWriteTokens ?? input);
  }
}
