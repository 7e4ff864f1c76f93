/** What a response says about how its call was billed. */
export interface BillingTerms {
  readonly serviceTier?: string | null | undefined;
  readonly speed?: string | null | undefined;
  readonly geo?: string | null | undefined;
}

/** Values that mean the standard price, of all providers. */
const STANDARD: ReadonlySet<string> = new Set([
  '',
  'auto',
  'default',
  'global',
  'not_available',
  'on_demand',
  'standard',
  'unspecified',
]);

/**
 * Name of the price that applies: `undefined` for the standard one, else what departs from it, sorted and joined, for
 * example `batch` or `fast+us`. A price is charged only where a row of that very name exists.
 */
export function billingTier(terms: BillingTerms): string | undefined {
  const special = [terms.serviceTier, terms.speed, terms.geo]
    .map((term) => (typeof term === 'string' ? term.trim().toLowerCase() : ''))
    .filter((term) => !STANDARD.has(term));
  return special.length === 0 ? undefined : [...new Set(special)].sort().join('+');
}
