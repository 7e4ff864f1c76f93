import {
  explainPrice,
  type PriceEntry,
  type PriceExplanation,
  type PriceStep,
  sanitizeLine,
} from '@kagura/core';
import type { Command } from 'commander';
import { notFoundError } from '../cli-error';
import type { LooseContext } from '../command-context';
import { printReport } from '../report-output';
import { resolveTime } from '../time-range';
import { ownPrices } from './own-prices';
import { priceJson, tableJson } from './price-json';
import { forceText, rateRows, rateUsd, tableText } from './price-text';
import { labelLines, textTable } from './text-table';

interface ShowFlags {
  readonly tier?: string;
  readonly at?: string;
  readonly location?: string;
}

const PRICE_COLUMNS = [
  { title: 'In force' },
  { title: 'Tier' },
  { title: 'Input', alignRight: true },
  { title: 'Output', alignRight: true },
];

/** What a rule did to a name, in words. */
const RULES: Readonly<Record<PriceStep['rule'], string>> = {
  provider: 'provider',
  gateway: 'gateway left out',
  maker: 'maker of the model',
  spelling: 'spelling of the id',
  date: 'without its date',
  latest: 'newest version',
  alias: 'other name',
  any_model: 'one price for all models',
  reseller: 'price of the maker',
  tier: 'way of billing',
  override: 'price of your own',
};

/** @throws CliError for a model without any price */
export function showPrice(context: LooseContext, command: Command): void {
  const [model = ''] = command.args;
  const { tier, at, location } = command.opts<ShowFlags>();
  const found = explainPrice(
    {
      provider: context.options.provider,
      model,
      serviceTier: tier,
      location,
      at: at === undefined ? context.now : resolveTime(at, 'at', context),
    },
    { overrides: ownPrices(context.database) },
  );
  if (found.price === undefined && found.model.length === 0) {
    throw notFoundError(`No price of "${model}".`, unknownHint(model, found.suggestions));
  }
  printReport(context, {
    command: 'pricing show',
    range: null,
    text: () => explanationText(model, found),
    json: () => ({ data: explanationJson(found) }),
    warnings: [],
  });
}

function unknownHint(model: string, suggestions: readonly string[]): string {
  const set = `Give one: kagura pricing set ${model} --input <usd> --output <usd>`;
  return suggestions.length === 0 ? set : `Did you mean ${suggestions.join(', ')}?\n${set}`;
}

function explanationText(
  model: string,
  { price, listed, reason, steps, model: all }: PriceExplanation,
): string {
  const title = sanitizeLine(model);
  const others = all.filter(({ id }) => id !== price?.id && id !== listed?.id);
  const blocks = [
    [title, '='.repeat(title.length), ...(price === undefined ? noPriceLines(reason) : priceLines(price))],
    listed === undefined ? [] : ['Price of the table:', ...labelLines(rateRows(listed.rates))],
    steps.length === 0 ? [] : ['How it was found:', ...steps.map(stepLine)],
    others.length === 0 ? [] : ['Other prices of the model:', ...priceTable(others)],
    [tableText()],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function noPriceLines(reason: PriceExplanation['reason']): readonly string[] {
  return [
    reason === 'unknown_tier'
      ? '  No price for this way of billing.'
      : '  No price at this time. See the other prices of the model.',
  ];
}

function priceLines(price: PriceEntry): readonly string[] {
  return [
    ...labelLines([
      ['Provider', price.provider ?? 'any'],
      ['Model', price.model],
      ['Tier', price.tier ?? 'standard'],
      ['In force', forceText(price)],
      ['Origin', price.origin],
      ['Price id', price.id],
      ...rateRows(price.rates),
    ]),
    ...price.above.flatMap(({ tokens, rates }) => [
      `  Above ${tokens} input tokens${Object.keys(rates).length === 0 ? ': no price' : ':'}`,
      ...labelLines(rateRows(rates)).map((line) => `  ${line}`),
    ]),
    ...price.notes.map(({ reason, source }) => `  ${sanitizeLine(reason)} (${source})`),
  ];
}

function stepLine({ rule, from, to }: PriceStep): string {
  return `  ${RULES[rule]}: ${sanitizeLine(from || 'standard')} → ${sanitizeLine(to || 'standard')}`;
}

function priceTable(prices: readonly PriceEntry[]): readonly string[] {
  const rows = prices.map((entry) => [
    forceText(entry),
    entry.tier ?? 'standard',
    rateUsd(entry.rates.input),
    rateUsd(entry.rates.output),
  ]);
  return textTable(PRICE_COLUMNS, rows).map((line) => `  ${line}`);
}

function explanationJson(found: PriceExplanation): Record<string, unknown> {
  const { price, listed, reason, steps, model } = found;
  return {
    ...tableJson(),
    price: price === undefined ? null : priceJson(price),
    listed: listed === undefined ? null : priceJson(listed),
    reason: reason ?? null,
    steps: steps.map(({ rule, from, to }) => ({ rule, from, to })),
    model: model.map(priceJson),
  };
}
