import type { PriceOverride } from '@kagura/core';
import { type Database, readPriceOverrides } from '@kagura/store';

/**
 * The user's own prices that the database holds; none without one. Those of the command line come last: of two that
 * match equally well, the later one counts.
 *
 * @throws StoreError
 */
export function ownPrices(database: Database | undefined): readonly PriceOverride[] {
  const stored = database === undefined ? [] : readPriceOverrides(database);
  const of = (wanted: 'code' | 'cli') =>
    stored.filter(({ origin }) => origin === wanted).map(({ override }) => override);
  return [...of('code'), ...of('cli')];
}
