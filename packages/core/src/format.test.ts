import fc from 'fast-check';
import {
  formatCount,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  formatUsd,
  formatUsdFixed,
} from './format';

const NANO_PER_USD = 1_000_000_000n;
const nanoUsd = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

/** Reads a printed amount back, in integer nano-dollars. */
function parseUsd(text: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)\$([\d,]+)(?:\.(\d+))?$/.exec(text) ?? [];
  const size = BigInt(whole.replaceAll(',', '')) * NANO_PER_USD + BigInt(fraction.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}

describe('formatUsd', () => {
  it.each([
    [1_234_500_000_000, '$1,234.50'],
    [85_420_000_000, '$85.42'],
    [1_000_000_000, '$1.00'],
    [1_005_000_000, '$1.01'],
    [1_004_999_999, '$1.00'],
    [999_999_999, '$1.00'],
    [580_000_000, '$0.58'],
    [500_000_000, '$0.50'],
    [100_000_000, '$0.10'],
    [34_100_000, '$0.0341'],
    [1_150_000, '$0.00115'],
    [1_200_000, '$0.0012'],
    [1_234_567, '$0.00123'],
    [1_235_000, '$0.00124'],
    [1, '$0.000000001'],
    [12, '$0.000000012'],
    [0, '$0.00'],
    [-0, '$0.00'],
    [-1_150_000, '-$0.00115'],
    [Number.MAX_SAFE_INTEGER, '$9,007,199.25'],
    [null, '—'],
  ])('prints %p nano-dollars as %s', (amount, expected) => {
    expect(formatUsd(amount)).toBe(expected);
  });

  it('is within half a cent, or half a unit of the third significant digit', () => {
    fc.assert(
      fc.property(nanoUsd, (amount) => {
        const exact = BigInt(amount);
        const size = exact < 0n ? -exact : exact;
        const unit = size >= NANO_PER_USD ? 10_000_000n : 10n ** BigInt(Math.max(0, String(size).length - 3));
        const error = parseUsd(formatUsd(amount)) - exact;
        expect((error < 0n ? -error : error) * 2n).toBeLessThanOrEqual(unit === 1n ? 0n : unit);
      }),
    );
  });

  it('never shows an amount as zero that is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (amount) => {
        expect(parseUsd(formatUsd(amount))).toBeGreaterThan(0n);
      }),
    );
  });
});

describe('formatUsdFixed', () => {
  it.each([
    [1_200_000, 4, '$0.0012'],
    [1_250_000, 4, '$0.0013'],
    [1_234_567_890_123, 0, '$1,235'],
    [1_234_567_891, 9, '$1.234567891'],
    [-4_000_000, 2, '$0.00'],
    [-6_000_000, 2, '-$0.01'],
    [0, 4, '$0.0000'],
    [null, 4, '—'],
  ])('prints %p nano-dollars with %p decimals as %s', (amount, digits, expected) => {
    expect(formatUsdFixed(amount, digits)).toBe(expected);
  });

  it('loses nothing at nine decimals', () => {
    fc.assert(
      fc.property(nanoUsd, (amount) => {
        expect(parseUsd(formatUsdFixed(amount, 9))).toBe(BigInt(amount));
      }),
    );
  });
});

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_234, '1,234'],
    [-1_234, '-1,234'],
    [123_456, '123,456'],
    [1_234_567, '1,234,567'],
  ])('prints %p as %s', (count, expected) => {
    expect(formatCount(count)).toBe(expected);
  });
});

describe('formatPercent', () => {
  it.each([
    [1_216 / 1_234, '98.5%'],
    [1, '100%'],
    [0.873, '87.3%'],
    [0, '0%'],
    [0.5, '50%'],
    [0.0004, '<0.1%'],
    [0.0006, '0.1%'],
    [0.9996, '>99.9%'],
    [0.9994, '99.9%'],
    [null, '—'],
  ])('prints %p as %s', (ratio, expected) => {
    expect(formatPercent(ratio)).toBe(expected);
  });

  it('says none or all only when that is exactly so', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), (part, extra) => {
        const text = formatPercent(part / (part + extra));
        expect(text).not.toBe('100%');
        expect(text === '0%').toBe(part === 0);
      }),
    );
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0, '0ms'],
    [0.4, '<1ms'],
    [1, '1ms'],
    [244.5, '245ms'],
    [1_200, '1,200ms'],
    [-0.2, '0ms'],
    [-3, '-3ms'],
    [null, '—'],
  ])('prints %p as %s', (milliseconds, expected) => {
    expect(formatMilliseconds(milliseconds)).toBe(expected);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [0.001, '<0.01ms'],
    [0.42, '0.42ms'],
    [0.999, '1ms'],
    [412, '412ms'],
    [999.4, '999ms'],
    [999.6, '1.00s'],
    [1_230, '1.23s'],
    [9_996, '10.0s'],
    [14_600, '14.6s'],
    [59_940, '59.9s'],
    [59_960, '1m 00s'],
    [125_000, '2m 05s'],
    [3_599_400, '59m 59s'],
    [3_599_600, '1h 00m'],
    [3_780_000, '1h 03m'],
    [null, '—'],
  ])('prints %p as %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});
