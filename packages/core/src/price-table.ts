import type { CostPartKind } from './cost';
import { memoize } from './memoize';

/**
 * Integer pico-dollars (10⁻¹² USD) per token; per request for `web_search` and `request`, per page for `page`, per hour
 * for `audio_time`.
 */
export type Rates = Readonly<Partial<Record<CostPartKind, number>>>;

/** Rates of a whole call whose input, cache included, is more than `tokens`. */
export interface LongContextRates {
  readonly tokens: number;
  readonly rates: Rates;
}

/** What a call costs while the row applies: `from` <= time < `to`, and in `hours` where the price depends on them. */
export interface PriceRow {
  /** Day or instant in ISO 8601, UTC. */
  readonly from?: string;
  readonly to?: string;
  /** Daily stretch of UTC, `["01:00", "04:00"]`; it may run over midnight. */
  readonly hours?: readonly [string, string];
  /** How the call was billed; absent for the standard price. See `billingTier`. */
  readonly tier?: string;
  readonly rates: Rates;
  /** Ascending by `tokens`. */
  readonly above?: readonly LongContextRates[];
  /** Searches beyond a free allowance have the price; a response does not tell on which side it was. */
  readonly freeSearches?: true;
  /** Audio that is shorter is charged for so many seconds. */
  readonly minimumSeconds?: number;
  /** Positions in the table's `notes` of what made it depart from the table's source. */
  readonly notes?: readonly number[];
}

/** Why the table departs from its source. */
export interface PriceNote {
  readonly reason: string;
  /** Address of who says so. */
  readonly source: string;
}

/** One model of a provider, under all the ids that mean it. */
export interface PricedModel {
  readonly also?: readonly string[];
  /** Any dated id of this model has this price, although some dated ids are listed. */
  readonly anyDate?: true;
  /** Where several rows apply the last one counts. */
  readonly rows: readonly PriceRow[];
}

interface ProviderPrices {
  /** Providers whose models this one resells at their standard price. */
  readonly fallback?: readonly string[];
  /** Of each maker the tiers that it sells at the maker's price; all others have no price. */
  readonly resoldTiers?: Readonly<Record<string, readonly string[]>>;
  /** Other names of tiers, `{ "fast": "priority" }`. */
  readonly tierNames?: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, PricedModel>>;
}

/** What `prices.json` holds. */
interface PriceTable {
  readonly version: string;
  readonly generatedFrom: string;
  readonly notes: readonly PriceNote[];
  readonly providers: Readonly<Record<string, ProviderPrices>>;
}

// Required on first use: an application that prices nothing does not read the table.
const loadTable = memoize((_key: 'table'): PriceTable => require('./prices.json') as PriceTable);

/** Version of the bundled price table, `<date of its data>.<revision>`. */
export function priceTableVersion(): string {
  return loadTable('table').version;
}

/** Names of all providers in the table, as `foldProvider` gives them. */
export function pricedProviders(): readonly string[] {
  return Object.keys(loadTable('table').providers);
}

/** Why a row departs from the table's source; none where it does not. */
export function priceNotes(row: PriceRow | undefined): readonly PriceNote[] {
  const { notes } = loadTable('table');
  return (row?.notes ?? []).flatMap((position) => notes[position] ?? []);
}

/** The prices of a provider, under its name as `foldProvider` gives it. */
export function pricesOf(provider: string): ProviderPrices | undefined {
  const { providers } = loadTable('table');
  return Object.hasOwn(providers, provider) ? providers[provider] : undefined;
}
