import { billingTier } from './billing-tier';
import { ConfigurationError } from './errors';
import { memoize } from './memoize';
import {
  amendRates,
  type OverrideRates,
  overrideFactor,
  overrideRates,
  RATE_FIELDS,
  type Usd,
} from './override-rates';
import { instantOf, type Price } from './price-list';
import type { PriceRow } from './price-table';
import { suggest } from './suggest';

/**
 * A price of the user's own; it wins over the bundled table. It either gives prices (`inputUsdPerMillion` and
 * `outputUsdPerMillion`, and what else has a price of its own), or leaves those two out and changes the table's price: by a
 * `discount`, in single fields, or both.
 *
 * Where several match, an exact model wins over a prefix, a longer prefix over a shorter one, one with a provider over one
 * without, one with a tier over one without, and the later in the list over the earlier.
 */
export interface PriceOverride extends OverrideRates {
  /** Exact model id, or a prefix that ends in `*`; `*` alone is every model. Upper and lower case are the same. */
  readonly model: string;
  /** Only calls to this provider. */
  readonly provider?: string | undefined;
  /** Only calls billed this way, for example `batch`. @default the standard price; with `discount` alone, every tier */
  readonly serviceTier?: string | undefined;
  /** In force from this moment on; a day in ISO 8601 begins at midnight UTC. */
  readonly from?: Date | string | undefined;
  /** In force until just before this moment. */
  readonly to?: Date | string | undefined;
  /**
   * What is paid of the table's price, fees included: `'0.85'` is 15 % off. At most four decimal places. Fields
   * given beside it are not discounted.
   */
  readonly discount?: Usd | undefined;
}

const FIELDS: readonly string[] = [
  'model',
  'provider',
  'serviceTier',
  'from',
  'to',
  'discount',
  ...Object.keys(RATE_FIELDS),
];

/**
 * Checks price overrides before they are used.
 *
 * @throws ConfigurationError naming the entry and the field that cannot work.
 */
export function checkPriceOverrides(overrides: readonly PriceOverride[]): void {
  if (!Array.isArray(overrides)) throw new ConfigurationError('Price overrides must be a list.');
  overrides.forEach((override: PriceOverride, index) => {
    const where = `Price override ${index + 1}`;
    if (typeof override?.model !== 'string' || override.model.trim() === '') {
      throw new ConfigurationError(`${where} has no "model": an id, or a prefix that ends in "*".`);
    }
    if (/\*./.test(override.model.trim())) {
      throw new ConfigurationError(`${where} ("${override.model}") may have "*" only at the end of "model".`);
    }
    for (const field of Object.keys(override)) {
      if (!FIELDS.includes(field)) throw unknownField(`${where} (${override.model})`, field);
    }
    for (const field of ['from', 'to'] as const) {
      if (!Number.isNaN(instantOf(override[field], 0))) continue;
      throw new ConfigurationError(
        `${where} (${override.model}): "${field}" is not a date: ${override[field]}`,
      );
    }
    checkAmounts(override);
  });
}

/**
 * What a call costs under an override; `undefined` where it changes a price that the table does not have.
 *
 * @throws ConfigurationError naming the price that cannot be read.
 */
export function overridePrice(override: PriceOverride, listed: Price | undefined): Price | undefined {
  if (standsAlone(override)) {
    return ownPrice(override);
  }
  return listed && changedPrice(override)(listed);
}

const ownPrice = memoize((override: PriceOverride): Price => {
  const rates = overrideRates(override);
  return {
    source: 'override',
    id: overrideId(override),
    tier: billingTier(override),
    rates,
    above: [],
    morePlaces: 0,
    row: { rates, ...timesOf(override, undefined) },
  };
});

const changedPrice = memoize((override: PriceOverride) => {
  const factor = overrideFactor(override);
  return memoize((listed: Price): Price => {
    const { rates, morePlaces } = amendRates(listed.rates, override, factor);
    const above = listed.above.map(({ tokens, rates: longer }) => ({
      tokens,
      // No rates mean no price, which no discount changes.
      rates: Object.keys(longer).length === 0 ? longer : amendRates(longer, override, factor).rates,
    }));
    const id = `${overrideId(override)}:${listed.id}`;
    const row = { rates, ...listed.row, ...timesOf(override, listed.row) };
    return { ...listed, source: 'override', id, rates, above, morePlaces, row };
  });
});

/** When both the override and the row that it changes are in force. */
function timesOf(override: PriceOverride, row: PriceRow | undefined): Pick<PriceRow, 'from' | 'to'> {
  const from = isoText(override.from);
  const to = isoText(override.to);
  const isLater = from !== undefined && instantOf(from, 0) > instantOf(row?.from, Number.NEGATIVE_INFINITY);
  const isEarlier = to !== undefined && instantOf(to, 0) < instantOf(row?.to, Number.POSITIVE_INFINITY);
  return { ...(isLater && { from }), ...(isEarlier && { to }) };
}

/** A day or an instant in ISO 8601. */
export function isoText(moment: Date | string | undefined): string | undefined {
  return moment instanceof Date ? moment.toISOString() : moment;
}

/** Names an override in the ids of the prices that come of it: `override/gpt-4o**0.85`. */
export function overrideId({ model, discount }: PriceOverride): string {
  return `override/${model}${discount === undefined ? '' : `*${discount}`}`;
}

function checkAmounts(override: PriceOverride): void {
  const name = `The price override for ${override.model}`;
  if (standsAlone(override)) {
    overrideRates(override);
    if (override.discount === undefined) return;
    throw new ConfigurationError(`${name} gives prices of its own, so there is none left to discount.`);
  }
  const given = Object.keys(RATE_FIELDS).some(
    (field) => override[field as keyof OverrideRates] !== undefined,
  );
  if (override.discount === undefined && !given) {
    throw new ConfigurationError(
      `${name} changes nothing: give "inputUsdPerMillion" and "outputUsdPerMillion", or a "discount".`,
    );
  }
  amendRates({}, override, overrideFactor(override));
}

/** True for an override that prices a call by itself, whatever the table says. */
function standsAlone(override: PriceOverride): boolean {
  return override.inputUsdPerMillion !== undefined || override.outputUsdPerMillion !== undefined;
}

function unknownField(where: string, field: string): ConfigurationError {
  const meant = suggest(field, FIELDS);
  return new ConfigurationError(
    `${where} has an unknown field "${field}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
  );
}
