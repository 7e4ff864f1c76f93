import fc from 'fast-check';
import {
  divideSafeUp,
  divideUp,
  formatDecimal,
  nanoFromUsd,
  parseDecimal,
  scaleUp,
  usdFromNano,
} from './money';

const safeInteger = fc.maxSafeNat();

it.each([
  [0n, 0n],
  [1n, 1n],
  [1000n, 1n],
  [1001n, 2n],
  [9_007_199_254_740_991_001n, 9_007_199_254_740_992n],
])('%p thousandths are %p, rounded up', (thousandths, whole) => {
  expect(divideUp(thousandths, 1000n)).toBe(whole);
});

it('safe integers are divided as exactly as big ones', () => {
  const nearTheLimit = fc.integer({ min: 0, max: 2 ** 20 }).map((less) => Number.MAX_SAFE_INTEGER - less);
  const divisor = fc.oneof(fc.constantFrom(1_000, 10_000_000), fc.integer({ min: 1, max: 2 ** 40 }));
  fc.assert(
    fc.property(fc.oneof(safeInteger, nearTheLimit), divisor, (dividend, by) => {
      expect(BigInt(divideSafeUp(dividend, by))).toBe(divideUp(BigInt(dividend), BigInt(by)));
    }),
  );
});

describe('decimals', () => {
  it.each([
    [0, 12, '0'],
    [1, 12, '0.000000000001'],
    [1_250_000_000, 12, '0.00125'],
    [2_500_000, 6, '2.5'],
    [10n ** 24n, 12, '1000000000000'],
    [42, 0, '42'],
    [1_000_000_000_000, 12, '1'],
    [9_006_999_999_999_999, 12, '9006.999999999999'],
    [Number.MAX_SAFE_INTEGER, 15, '9.007199254740991'],
    [1_063_750, 8, '0.0106375'],
  ])('%p at %p places is %p', (digits, places, text) => {
    expect(formatDecimal(digits, places)).toBe(text);
  });

  it.each([
    ['2.50', '2.5'],
    [0.1 + 0.2, '0.3'],
    [1e-7, '0.0000001'],
    ['1.5e3', '1500'],
    [' 7 ', '7'],
  ])('%p reads as %p', (value, text) => {
    const decimal = parseDecimal(value);
    expect(decimal && formatDecimal(decimal.digits, decimal.places)).toBe(text);
  });

  it.each([
    '',
    '-1',
    '1,5',
    '0x10',
    '1e999999999',
    'NaN',
    '.5',
    '$3',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
  ])('%p is not read', (value) => {
    expect(parseDecimal(value)).toBeUndefined();
  });

  it('are the same text whether a number or a big integer holds them', () => {
    fc.assert(
      fc.property(safeInteger, fc.nat(30), (digits, places) => {
        expect(formatDecimal(digits, places)).toBe(formatDecimal(BigInt(digits), places));
      }),
    );
  });

  it('come back from their own text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(15), (digits, places) => {
        const decimal = parseDecimal(formatDecimal(digits, places));
        expect(decimal && scaleUp(decimal, places)).toBe(digits);
      }),
    );
  });
});

describe('nano-dollars', () => {
  it('are rounded up from dollars', () => {
    expect(nanoFromUsd('0.0000000011')).toBe(2);
    expect(nanoFromUsd(100)).toBe(100_000_000_000);
    expect(nanoFromUsd(0.00125)).toBe(1_250_000);
  });

  it('do not hold what is no amount or too large', () => {
    expect(nanoFromUsd(-1)).toBeUndefined();
    expect(nanoFromUsd('ten')).toBeUndefined();
    expect(nanoFromUsd(1e7)).toBeUndefined();
  });

  it('are written as exact dollars', () => {
    expect(usdFromNano(85_420_000_000)).toBe('85.42');
    expect(usdFromNano(1)).toBe('0.000000001');
    expect(usdFromNano(-1_500_000_000)).toBe('-1.5');
  });
});
