import type { CostTotals, UnpricedModel } from './cost-totals';
import { formatCount, formatPercent, formatUsd } from './format';
import { sanitizeLine } from './sanitize-text';

/** A sum of money that says when it is only a lower bound: `≥ $43.21` while some calls have no price. */
export function formatTotalUsd(totals: Pick<CostTotals, 'nanoUsd' | 'unpricedCalls'>): string {
  const amount = formatUsd(totals.nanoUsd);
  return totals.nanoUsd !== null && totals.unpricedCalls > 0 ? `≥ ${amount}` : amount;
}

/** Which models have no price, how much that leaves out, and what to do about it. Nothing when all is priced. */
export function unpricedLines(totals: CostTotals, models: readonly UnpricedModel[]): string[] {
  if (models.length === 0) {
    return [];
  }
  const share = formatPercent(totals.unpricedCalls / totals.calls);
  return [
    `⚠ Unpriced models: ${formatCount(totals.unpricedCalls)} of ${formatCount(totals.calls)} calls have no price (${share})`,
    ...models.map(modelLine),
    ...(models.some(hasUsage)
      ? [
          '  Add a price: kagura pricing missing says how; or use the option pricing.overrides of startObservability.',
        ]
      : []),
    ...(models.every(hasUsage)
      ? []
      : ['  Report missing usage: call recordUsage(response) in the method that calls the model.']),
  ];
}

function modelLine(model: UnpricedModel): string {
  const name = model.model === null ? '(unknown model)' : sanitizeLine(model.model);
  const usage = hasUsage(model) ? `${formatCount(model.tokens)} tokens` : 'no usage reported';
  return `  ${name}  ${formatCount(model.calls)} ${model.calls === 1 ? 'call' : 'calls'}, ${usage}`;
}

function hasUsage(model: UnpricedModel): boolean {
  return model.tokens > 0;
}
