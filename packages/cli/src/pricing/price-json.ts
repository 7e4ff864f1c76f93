import { type PriceEntry, priceTableVersion } from '@kagura/core';

/** Which table the prices of a report come from. */
export function tableJson(): Record<string, string> {
  return { table_version: priceTableVersion(), table_date: tableDate() };
}

/** The version ends in a revision; what comes before it is the day of the data. */
export function tableDate(): string {
  const version = priceTableVersion();
  return version.slice(0, version.lastIndexOf('.'));
}

/** A price as JSON. Rates stay decimal texts, as they are exact. */
export function priceJson(entry: PriceEntry): Record<string, unknown> {
  const { id, provider, model, aliases, tier, from, to, hours, rates, above, discount, origin, notes } =
    entry;
  return {
    id,
    provider: provider ?? null,
    model,
    aliases,
    tier: tier ?? null,
    from: from ?? null,
    to: to ?? null,
    hours: hours ?? null,
    rates,
    above,
    discount: discount ?? null,
    origin,
    notes,
  };
}
