import { billingTier } from './billing-tier';
import { modelsOf } from './find-model';
import { givenRates } from './override-rates';
import { type PriceEntry, priceEntry, tableFacts, usdRates } from './price-entry';
import { instantOf } from './price-list';
import { isoText, overrideId, type PriceOverride } from './price-override';
import { pricedProviders } from './price-table';
import { foldProvider } from './provider-name';

export interface PriceListOptions {
  /** Prices of the user's own; they are listed before the table. */
  readonly overrides?: readonly PriceOverride[] | undefined;
  /** Only what is in force at this moment. @default every stretch of time */
  readonly at?: Date | undefined;
  /** Only what this provider sells, under any of its names. */
  readonly provider?: string | undefined;
  /**
   * Only models that have this text in their name (`openai/gpt-4o`) or in another of their ids, and overrides of a
   * prefix that it begins with.
   */
  readonly match?: string | undefined;
}

/**
 * The price list: overrides as they were given, then every row of the bundled table, by provider and model. Which of
 * them prices a call is for `explainPrice` to say.
 *
 * @throws ConfigurationError when an override cannot be read.
 */
export function listPrices(options: PriceListOptions = {}): readonly PriceEntry[] {
  const own = (options.overrides ?? []).map(overrideEntry);
  const provider = options.provider === undefined ? undefined : foldProvider(options.provider);
  const sellers = pricedProviders().filter((name) => options.provider === undefined || name === provider);
  return [...own, ...sellers.flatMap(tableEntries)].filter((entry) => isWanted(entry, provider, options));
}

/** What the table says of all models of a provider. */
function tableEntries(provider: string): readonly PriceEntry[] {
  return modelsOf(provider).flatMap(({ id, aliases, prices }) =>
    prices.all().map((price) => priceEntry({ provider, model: id, aliases }, price)),
  );
}

function overrideEntry(override: PriceOverride): PriceEntry {
  return {
    id: overrideId(override),
    provider: foldProvider(override.provider),
    model: override.model,
    aliases: [],
    tier: billingTier(override),
    from: isoText(override.from),
    to: isoText(override.to),
    rates: usdRates(givenRates(override)),
    above: [],
    discount: override.discount === undefined ? undefined : String(override.discount),
    origin: 'override',
    notes: [],
    ...tableFacts(),
  };
}

function isWanted(entry: PriceEntry, provider: string | undefined, options: PriceListOptions): boolean {
  const sold = options.provider === undefined || entry.provider === undefined || entry.provider === provider;
  return sold && isInForce(entry, options.at) && isNamed(entry, options.match);
}

function isInForce({ from, to }: PriceEntry, at: Date | undefined): boolean {
  if (at === undefined) return true;
  const time = at.getTime();
  return instantOf(from, Number.NEGATIVE_INFINITY) <= time && time < instantOf(to, Number.POSITIVE_INFINITY);
}

function isNamed({ provider, model, aliases, origin }: PriceEntry, match: string | undefined): boolean {
  if (match === undefined) return true;
  const wanted = match.trim().toLowerCase();
  const name = provider === undefined ? model : `${provider}/${model}`;
  const isPrefix =
    origin === 'override' && model.endsWith('*') && wanted.startsWith(model.slice(0, -1).toLowerCase());
  return isPrefix || [name, ...aliases].some((id) => id.toLowerCase().includes(wanted));
}
