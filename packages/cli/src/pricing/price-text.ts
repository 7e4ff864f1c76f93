import { type CostPartKind, type PriceEntry, priceTableVersion, type UsdRates } from '@kagura/core';
import { tableDate } from './price-json';

const UNKNOWN = '—';

/** What people call each part of a price, and what it is for. */
const RATE_NAMES: Readonly<Record<CostPartKind, readonly [name: string, unit: string]>> = {
  input: ['Input', 'per million tokens'],
  cache_read: ['Cache reads', 'per million tokens'],
  cache_read_audio: ['Cached audio', 'per million tokens'],
  cache_write: ['Cache writes', 'per million tokens'],
  cache_write_1h: ['Cache writes (1 h)', 'per million tokens'],
  input_audio: ['Audio input', 'per million tokens'],
  input_image: ['Image input', 'per million tokens'],
  output: ['Output', 'per million tokens'],
  output_reasoning: ['Reasoning', 'per million tokens'],
  output_audio: ['Audio output', 'per million tokens'],
  output_image: ['Image output', 'per million tokens'],
  audio_time: ['Audio', 'per hour'],
  page: ['Page', 'each'],
  web_search: ['Web search', 'each'],
  request: ['Request', 'each'],
};

/** Dollars with at least two decimal places: `$2.50`, `$0.075`. A price that is not known is a dash. */
export function rateUsd(rate: string | undefined): string {
  if (rate === undefined) return UNKNOWN;
  const [whole, decimals = ''] = rate.split('.');
  return `$${whole}.${decimals.padEnd(2, '0')}`;
}

/** Label and price of each part, as rows of a table. */
export function rateRows(rates: UsdRates): [string, string][] {
  return (Object.entries(rates) as [CostPartKind, string][]).map(([kind, rate]) => {
    const [name, unit] = RATE_NAMES[kind];
    return [name, `${rateUsd(rate)} ${unit}`];
  });
}

/** When a price is in force: `since 2024-10-02`, `until 2024-10-02`, `always`. */
export function forceText({ from, to, hours }: PriceEntry): string {
  const daily = hours === undefined ? '' : ` ${hours[0]}–${hours[1]} UTC`;
  if (from !== undefined && to !== undefined) return `${from} – ${to}${daily}`;
  if (from !== undefined) return `since ${from}${daily}`;
  return `${to === undefined ? 'always' : `until ${to}`}${daily}`;
}

export function tableText(): string {
  return `Price table ${priceTableVersion()}, data of ${tableDate()}.`;
}
