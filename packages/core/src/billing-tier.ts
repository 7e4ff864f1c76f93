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

/** How Google writes its enumerations: `SERVICE_TIER_FLEX`, `ON_DEMAND_PRIORITY`, `TRAFFIC_TYPE_UNSPECIFIED`. */
const ENUM_PREFIX = /^(?:service_tier|on_demand|traffic_type)_/;

/** Inference on an endpoint of one region or multi-region, where that has a price of its own. */
const REGIONAL = 'regional';

/**
 * Name of the price that applies: `undefined` for the standard one, else what departs from it, sorted and joined, for
 * example `batch` or `fast+us`. A price is charged only where a row of that very name exists.
 */
export function billingTier(terms: BillingTerms): string | undefined {
  const tier = special(terms.serviceTier);
  const speed = special(terms.speed);
  const geo = special(terms.geo);
  if (speed === undefined && geo === undefined) return tier;
  return joinTerms([tier, speed, geo].filter((term) => term !== undefined));
}

/** The tier on an endpoint of `location`; `undefined` where the location is none, or the global one. */
export function regionalTier(tier: string | undefined, location: string | undefined): string | undefined {
  const place = location?.trim().toLowerCase() ?? '';
  if (place === '' || place === 'global') return undefined;
  return joinTerms(tier === undefined ? [REGIONAL] : [...tier.split('+'), REGIONAL]);
}

function special(term: unknown): string | undefined {
  if (typeof term !== 'string' || STANDARD.has(term)) return undefined;
  const name = term.trim().toLowerCase().replace(ENUM_PREFIX, '');
  return STANDARD.has(name) ? undefined : name;
}

function joinTerms(terms: readonly string[]): string {
  return [...new Set(terms)].sort().join('+');
}
