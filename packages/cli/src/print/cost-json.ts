import type { CostDimension, CostGroup, CostReportData, CostTotals } from '@kagura/core';
import { usdNumber } from './json-money';

type CostJsonData = Omit<CostReportData, 'title' | 'budget'>;

/**
 * A cost report as a JSON object: the total, a list per block, and the models without a price.
 *
 * @param maxRows longest list; all groups when missing
 */
export function costJson(data: CostJsonData, maxRows?: number): Record<string, unknown> {
  const { totals, byAgent, byModel, byProvider, byDay, unpriced = [] } = data;
  const list = (by: CostDimension, groups: readonly CostGroup[] | undefined): unknown[] | undefined =>
    groups && limitGroups(by, groups, maxRows).map((group) => groupJson(by, group, totals));
  return {
    total_usd: usdNumber(totals.nanoUsd),
    cost_status: totals.status,
    priced_calls: totals.pricedCalls,
    total_calls: totals.calls,
    input_usd: usdNumber(totals.inputNanoUsd),
    output_usd: usdNumber(totals.outputNanoUsd),
    fees_usd: usdNumber(totals.feesNanoUsd),
    by_agent: list('agent', byAgent),
    by_model: list('model', byModel),
    by_provider: list('provider', byProvider),
    by_day: list('day', byDay),
    unpriced: unpriced.map(({ model, provider, calls, tokens }) => ({ model, provider, calls, tokens })),
  };
}

/** The largest groups are first; of days the newest are last. */
function limitGroups(
  by: CostDimension,
  groups: readonly CostGroup[],
  maxRows = groups.length,
): readonly CostGroup[] {
  return by === 'day' ? groups.slice(Math.max(0, groups.length - maxRows)) : groups.slice(0, maxRows);
}

/** Days are named by `date`, all other groups by `key`; `share` is 0 to 1 of the total. */
function groupJson(
  by: CostDimension,
  { key, totals }: CostGroup,
  whole: CostTotals,
): Record<string, unknown> {
  return {
    [by === 'day' ? 'date' : 'key']: key,
    cost_usd: usdNumber(totals.nanoUsd),
    cost_status: totals.status,
    share: totals.nanoUsd === null || !whole.nanoUsd ? null : totals.nanoUsd / whole.nanoUsd,
    calls: totals.calls,
    priced_calls: totals.pricedCalls,
    tokens: totals.inputTokens + totals.outputTokens,
  };
}
