import { listPrices, type PriceEntry, type PriceListOptions } from '@kagura/core';
import type { Database } from '@kagura/store';
import type { Command } from 'commander';
import type { LooseContext } from '../command-context';
import { printReport } from '../report-output';
import { resolveTime } from '../time-range';
import { ownPricesFrom } from './own-prices';
import { priceJson, tableJson } from './price-json';
import { forceText, rateUsd, tableText } from './price-text';
import { textTable } from './text-table';

interface ListFlags {
  readonly at?: string;
  readonly all?: boolean;
}

interface ListedPrice {
  readonly entry: PriceEntry;
  /** Who gave a price of the user's own. */
  readonly setBy: 'cli' | 'code' | null;
}

const COLUMNS = [
  { title: 'Provider' },
  { title: 'Model' },
  { title: 'Tier' },
  { title: 'Input', alignRight: true },
  { title: 'Output', alignRight: true },
  { title: 'Cached', alignRight: true },
  { title: 'Origin' },
  { title: 'In force' },
];

export function showPriceList(context: LooseContext, command: Command): void {
  const { provider, limit } = context.options;
  const { at, all } = command.opts<ListFlags>();
  const prices = listedPrices(context.database, {
    at: all === true ? undefined : at === undefined ? context.now : resolveTime(at, 'at', context),
    provider,
    match: command.args[0],
  });
  const shown = prices.slice(0, limit || undefined);
  printReport(context, {
    command: 'pricing list',
    range: null,
    text: () => listText(shown, prices.length - shown.length),
    json: () => ({
      data: {
        ...tableJson(),
        prices: shown.map(({ entry, setBy }) => ({ ...priceJson(entry), set_by: setBy })),
      },
    }),
    warnings: prices.length === 0 ? ['No price matches.'] : [],
  });
}

function listedPrices(database: Database | undefined, options: PriceListOptions): readonly ListedPrice[] {
  const own = (['cli', 'code'] as const).flatMap((setBy) =>
    listPrices({ ...options, overrides: ownPricesFrom(database, setBy) })
      .filter(({ origin }) => origin === 'override')
      .map((entry) => ({ entry, setBy })),
  );
  return [...own, ...listPrices(options).map((entry) => ({ entry, setBy: null }))];
}

function listText(prices: readonly ListedPrice[], hidden: number): string {
  const rows = prices.map(({ entry, setBy }) => [
    entry.provider ?? 'any',
    entry.model,
    entry.tier ?? '',
    inputText(entry),
    rateUsd(entry.rates.output),
    rateUsd(entry.rates.cache_read),
    setBy === null ? entry.origin : `${entry.origin} (${setBy})`,
    forceText(entry),
  ]);
  return [
    ...(prices.length === 0 ? [] : [...textTable(COLUMNS, rows), '']),
    ...(hidden === 0 ? [] : [`… and ${hidden} more.`]),
    `US dollars per million tokens. ${tableText()}`,
  ].join('\n');
}

/** An override that only discounts has no price of its own to show. */
function inputText({ rates, discount }: PriceEntry): string {
  return rates.input === undefined && discount !== undefined ? `× ${discount}` : rateUsd(rates.input);
}
