import type { CostPartKind } from './cost';
import type { Price } from './price-list';
import { type PriceNote, priceNotes, priceTableVersion, type Rates } from './price-table';
import { rateText } from './rate-text';

/**
 * Exact decimal strings in US dollars: per million tokens; per request for `web_search` and `request`, per page for
 * `page`, per hour for `audio_time`.
 */
export type UsdRates = Readonly<Partial<Record<CostPartKind, string>>>;

/** What a price list says of one model, for one stretch of time and one way of billing. */
export interface PriceEntry {
  /** The `priceId` of costs that were calculated from it, for example `openai/gpt-4o@2024-10-02#batch`. */
  readonly id: string;
  /** Who sells it, as `foldProvider` gives the name; `undefined` for an override of every provider. */
  readonly provider?: string | undefined;
  /** The model's id; a prefix that ends in `*` where an override has one. */
  readonly model: string;
  /** Other ids of the same model. */
  readonly aliases: readonly string[];
  /** The way of billing, such as `batch` or `fast+us`; `undefined` for the standard one. */
  readonly tier?: string | undefined;
  /** Day or instant in ISO 8601, UTC, from which on it is in force; `undefined` for ever since. */
  readonly from?: string | undefined;
  /** The moment from which on it is not in force any more; `undefined` for no end. */
  readonly to?: string | undefined;
  /** Hours of the day (UTC) to which it is limited, `["01:00", "04:00"]`. */
  readonly hours?: readonly [string, string] | undefined;
  readonly rates: UsdRates;
  /** Rates of the whole call where its input is more than `tokens`, ascending. No rates: such a call has no price. */
  readonly above: readonly { readonly tokens: number; readonly rates: UsdRates }[];
  /** Of an override: what is paid of the table's price, a factor. */
  readonly discount?: string | undefined;
  /** `correction`: in the bundled table, where it departs from its source; `override`: the user's own. */
  readonly origin: 'table' | 'correction' | 'override';
  /** Why the table departs from its source, and who says so. */
  readonly notes: readonly PriceNote[];
  /** Version of the bundled table, `<date of its data>.<revision>`. */
  readonly tableVersion: string;
  /** Day of the table's data, for example `2026-09-23`. */
  readonly tableDate: string;
}

/** Whose price it is, and under which ids. */
export interface PricedIds {
  readonly provider?: string | undefined;
  readonly model: string;
  readonly aliases: readonly string[];
}

/** A price of the table, or one that an override has made of it. */
export function priceEntry(ids: PricedIds, price: Price): PriceEntry {
  const { id, tier, rates, above, morePlaces, row } = price;
  const notes = priceNotes(row);
  const corrected = notes.length > 0 ? 'correction' : 'table';
  return {
    id,
    ...ids,
    tier,
    from: row?.from,
    to: row?.to,
    hours: row?.hours,
    rates: usdRates(rates, morePlaces),
    above: above.map((longer) => ({ tokens: longer.tokens, rates: usdRates(longer.rates, morePlaces) })),
    origin: price.source === 'override' ? 'override' : corrected,
    notes,
    ...tableFacts(),
  };
}

export function usdRates(rates: Rates, morePlaces = 0): UsdRates {
  const kinds = Object.entries(rates) as [CostPartKind, number][];
  return Object.fromEntries(kinds.map(([kind, rate]) => [kind, rateText(kind, rate, morePlaces)]));
}

export function tableFacts(): Pick<PriceEntry, 'tableVersion' | 'tableDate'> {
  const tableVersion = priceTableVersion();
  return { tableVersion, tableDate: tableVersion.slice(0, tableVersion.lastIndexOf('.')) };
}
