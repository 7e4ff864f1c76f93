import type { PriceOverride } from '@kagura/core';
import { type Database, readPriceOverrides, type StoredPriceOverride } from '@kagura/store';

/**
 * The user's own prices that the database holds; none without one. Those of the command line come last: of two that
 * match equally well, the later one counts.
 *
 * @throws StoreError
 */
export function ownPrices(database: Database | undefined): readonly PriceOverride[] {
  return [...ownPricesFrom(database, 'code'), ...ownPricesFrom(database, 'cli')];
}

/**
 * Only those that were given in one way.
 *
 * @throws StoreError
 */
export function ownPricesFrom(
  database: Database | undefined,
  origin: StoredPriceOverride['origin'],
): readonly PriceOverride[] {
  const stored = database === undefined ? [] : readPriceOverrides(database);
  return stored.filter((own) => own.origin === origin).map(({ override }) => override);
}
