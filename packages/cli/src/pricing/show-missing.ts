import { explainPrice, formatCount, formatRfc3339, formatTimestamp, type PriceOverride } from '@kagura/core';
import { readUnpricedModels, type UnpricedCalls } from '@kagura/store';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';
import { readQuery } from '../report-query';
import { modelFlags, shellWord } from './model-flags';
import { ownPrices } from './own-prices';
import { textTable } from './text-table';

const COLUMNS = [
  { title: 'Model' },
  { title: 'Provider' },
  { title: 'Reason' },
  { title: 'Calls', alignRight: true },
  { title: 'Input tokens', alignRight: true },
  { title: 'Output tokens', alignRight: true },
  { title: 'Last call' },
];

export function showMissing(context: CommandContext): void {
  const { database, options, timeZone } = context;
  const { range, filter } = readQuery(context, 'all');
  const models = readUnpricedModels(database, filter);
  const shown = models.slice(0, options.limit || undefined);
  const overrides = ownPrices(database);
  const fixes = shown.map((model) => fixFor(model, overrides));
  printReport(context, {
    command: 'pricing missing',
    range,
    text: () => missingText(shown, fixes, timeZone),
    json: () => ({
      data: { models: shown.map((model, index) => missingJson(model, fixes[index], timeZone)) },
    }),
    warnings: [],
  });
}

function missingText(models: readonly UnpricedCalls[], fixes: readonly string[], timeZone: string): string {
  if (models.length === 0) return 'Every call in this range has a price.';
  const rows = models.map((model) => [
    model.model || '(unknown model)',
    model.provider || '—',
    model.reason ?? '—',
    formatCount(model.calls),
    formatCount(model.inputTokens),
    formatCount(model.outputTokens),
    formatTimestamp(new Date(model.lastStartUs / 1000), timeZone),
  ]);
  const table = textTable(COLUMNS, rows);
  return [...table, '', 'What to do:', ...new Set(fixes.map((fix) => `  ${fix}`))].join('\n');
}

function missingJson(
  { model, provider, reason, calls, inputTokens, outputTokens, firstStartUs, lastStartUs }: UnpricedCalls,
  fix: string | undefined,
  timeZone: string,
): Record<string, unknown> {
  const time = (us: number): string => formatRfc3339(new Date(us / 1000), timeZone);
  return {
    model: model || null,
    provider: provider || null,
    reason,
    calls,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    first_at: time(firstStartUs),
    last_at: time(lastStartUs),
    fix,
  };
}

/** The command that gives the calls a price, or what else brings one. */
function fixFor(unpriced: UnpricedCalls, overrides: readonly PriceOverride[]): string {
  const { model, provider, reason, lastStartUs } = unpriced;
  if (reason === 'disabled') return 'trackCost: false was asked for: nothing is to be done.';
  if (reason === 'missing_usage')
    return 'Report the usage: recordUsage(response) in the method that calls the model.';
  if (!model) return 'The calls name no model: let the wrapped client or recordUsage(response) tell it.';
  const at = new Date(lastStartUs / 1000);
  const now = explainPrice({ model, provider: provider || undefined, at }, { overrides });
  if (reason !== 'unknown_tier' && now.price !== undefined) {
    return `kagura pricing recalc${modelFlags({ model, provider })} --unpriced-only`;
  }
  const seller = provider ? ` --provider ${shellWord(provider)}` : '';
  const tier = reason === 'unknown_tier' ? ' --tier <tier>' : '';
  return `kagura pricing set ${shellWord(model)}${seller}${tier} --input <usd> --output <usd>`;
}
