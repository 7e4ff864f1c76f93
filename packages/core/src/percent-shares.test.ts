import fc from 'fast-check';
import { formatShares, percentShares } from './percent-shares';

const parts = fc.array(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 20 });

describe('percentShares', () => {
  it('gives what rounding leaves over to the largest remainders', () => {
    expect(percentShares([1, 1, 1])).toEqual([33.4, 33.3, 33.3]);
    expect(percentShares([85_420_000_000, 12_450_000_000])).toEqual([87.3, 12.7]);
  });

  it('is all zero when there is nothing to share', () => {
    expect(percentShares([0, 0])).toEqual([0, 0]);
    expect(percentShares([])).toEqual([]);
  });

  it('adds up to exactly 100, each within a tenth of the exact share, in the order of the parts', () => {
    fc.assert(
      fc.property(parts, (amounts) => {
        const total = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
        fc.pre(total > 0n);
        const tenths = percentShares(amounts).map((share) => Math.round(share * 10));
        expect(tenths.reduce((sum, share) => sum + share, 0)).toBe(1000);
        amounts.forEach((amount, index) => {
          const error = BigInt(tenths[index]!) * total - BigInt(amount) * 1000n;
          expect(error < total && -error < total).toBe(true);
        });
      }),
    );
  });
});

describe('formatShares', () => {
  it('never prints none or all for what is neither', () => {
    expect(formatShares([99_999, 1])).toEqual(['>99.9%', '<0.1%']);
    expect(formatShares([5, 0])).toEqual(['100%', '0%']);
  });

  it('gives no share to an unknown part, and none at all of nothing', () => {
    expect(formatShares([3, null, 1])).toEqual(['75%', null, '25%']);
    expect(formatShares([0, 0])).toEqual([null, null]);
  });
});
