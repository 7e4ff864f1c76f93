import { formatPercent } from './format';

const TENTHS = 1000;

/**
 * Each part's share of the whole in percent, to one decimal, by largest remainder: the shares add up to exactly 100
 * where separately rounded ones would not. All are 0 when the parts add up to nothing.
 *
 * @param parts integers of at least 0
 */
export function percentShares(parts: readonly number[]): number[] {
  return tenthShares(parts).map((tenths) => tenths / 10);
}

/**
 * The shares of {@link percentShares} as text: `87.3%`, `100%`, `<0.1%`. `null` for a part that is unknown, and for
 * every part when they add up to nothing.
 */
export function formatShares(parts: readonly (number | null)[]): (string | null)[] {
  const known = parts.map((part) => part ?? 0);
  const shares = percentShares(known);
  const total = known.reduce((sum, part) => sum + part, 0);
  return parts.map((part, index) =>
    part === null || total === 0 ? null : shareText(part, total, shares[index] ?? 0),
  );
}

/** The rounded share, unless it claims none or all of the total and that is not exactly so. */
function shareText(part: number, total: number, share: number): string {
  const claimsTooMuch = (share === 0 && part > 0) || (share === 100 && part < total);
  return claimsTooMuch ? (share === 0 ? '<0.1%' : '>99.9%') : formatPercent(share / 100);
}

function tenthShares(parts: readonly number[]): number[] {
  const amounts = parts.map((part) => BigInt(part));
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (total === 0n) {
    return parts.map(() => 0);
  }
  const scaled = amounts.map((amount) => amount * BigInt(TENTHS));
  const shares = scaled.map((amount) => Number(amount / total));
  const missing = TENTHS - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = scaled
    .map((amount, index) => ({ index, remainder: amount % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  for (const { index } of byRemainder.slice(0, missing)) {
    shares[index] = (shares[index] ?? 0) + 1;
  }
  return shares;
}
