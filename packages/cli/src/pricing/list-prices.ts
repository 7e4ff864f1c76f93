import { listPrices, type PriceEntry } from '@kagura/core';
import type { Command } from 'commander';
import type { LooseContext } from '../command-context';
import { printReport } from '../report-output';
import { resolveTime } from '../time-range';
import { ownPrices } from './own-prices';
import { priceJson, tableJson } from './price-json';
import { forceText, rateUsd, tableText } from './price-text';
import { textTable } from './text-table';

interface ListFlags {
  readonly at?: string;
  readonly all?: boolean;
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
  const prices = listPrices({
    overrides: ownPrices(context.database),
    at: all === true ? undefined : at === undefined ? context.now : resolveTime(at, 'at', context),
    provider,
    match: command.args[0],
  });
  const shown = prices.slice(0, limit || undefined);
  printReport(context, {
    command: 'pricing list',
    range: null,
    text: () => listText(shown, prices.length - shown.length),
    json: () => ({ data: { ...tableJson(), prices: shown.map(priceJson) } }),
    warnings: prices.length === 0 ? ['No price matches.'] : [],
  });
}

function listText(prices: readonly PriceEntry[], hidden: number): string {
  const rows = prices.map((entry) => [
    entry.provider ?? 'any',
    entry.model,
    entry.tier ?? '',
    inputText(entry),
    rateUsd(entry.rates.output),
    rateUsd(entry.rates.cache_read),
    entry.origin,
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
