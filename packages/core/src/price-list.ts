import type { LongContextRates, PriceRow, Rates } from './price-table';

/** What one call is billed at. */
export interface Price {
  readonly source: 'table' | 'override';
  /** Names the price: `openai/gpt-4o@2024-10-02`, with its hours and its tier where it has them. */
  readonly id: string;
  /** The way of billing that it is for; `undefined` for the standard price. */
  readonly tier?: string | undefined;
  readonly rates: Rates;
  /** Ascending by `tokens`. */
  readonly above: readonly LongContextRates[];
  /** Decimal places that the rates have beyond pico-dollars; a discount brings some. */
  readonly morePlaces: number;
  /** Some searches are free, see `PriceRow`. */
  readonly freeSearches?: true | undefined;
  /** Seconds of audio that are charged at least, see `PriceRow`. */
  readonly minimumSeconds?: number | undefined;
  /** Of the table; `undefined` for an override that stands alone. */
  readonly row?: PriceRow | undefined;
}

interface DatedPrice extends Price {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly hours?: readonly [string, string] | undefined;
}

/** Everything that one model costs: over time, and by the way a call was billed. */
export class PriceList {
  readonly #byTier = new Map<string | undefined, DatedPrice[]>();

  /** @param name the model's name with its seller, `openai/gpt-4o` */
  constructor(name: string, rows: readonly PriceRow[], tierNames: Readonly<Record<string, string>> = {}) {
    for (const row of rows) {
      const prices = this.#byTier.get(row.tier) ?? [];
      prices.push(datedPrice(name, row));
      this.#byTier.set(row.tier, prices);
    }
    for (const [other, tier] of Object.entries(tierNames)) {
      const prices = this.#byTier.get(tier);
      if (prices !== undefined) this.#byTier.set(other, prices);
    }
  }

  hasTier(tier: string): boolean {
    return this.#byTier.has(tier);
  }

  /** Everything that the model has a price for, whenever and however billed. */
  all(): readonly Price[] {
    return [...new Set(this.#byTier.values())].flat();
  }

  /** The price in force at `time`, in milliseconds since the epoch; `tier` is `undefined` for the standard one. */
  find(time: number, tier?: string): Price | undefined {
    return this.#byTier
      .get(tier)
      ?.findLast((price) => price.from <= time && time < price.to && isInHours(time, price.hours));
  }
}

/** Milliseconds since the epoch of a day or an instant in ISO 8601, a day beginning at midnight UTC. */
export function instantOf(moment: Date | string | undefined, missing: number): number {
  return moment === undefined ? missing : new Date(moment).getTime();
}

function datedPrice(name: string, row: PriceRow): DatedPrice {
  const { from, to, hours, tier, rates, above = [], freeSearches, minimumSeconds } = row;
  const since = from === undefined ? '' : `@${from}`;
  const daily = hours === undefined ? '' : `T${hours.join('-')}`;
  return {
    source: 'table',
    id: `${name}${since}${daily}${tier === undefined ? '' : `#${tier}`}`,
    tier,
    rates,
    above,
    morePlaces: 0,
    freeSearches,
    minimumSeconds,
    row,
    from: instantOf(from, Number.NEGATIVE_INFINITY),
    to: instantOf(to, Number.POSITIVE_INFINITY),
    hours,
  };
}

function isInHours(time: number, hours: readonly [string, string] | undefined): boolean {
  if (hours === undefined) return true;
  const [start, end] = hours;
  const clock = new Date(time).toISOString().slice(11, 16);
  return start <= end ? start <= clock && clock < end : start <= clock || clock < end;
}
