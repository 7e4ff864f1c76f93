import { type CostOptions, calculateCost } from './calculate-cost';
import type { Cost } from './cost';
import type { StoredSpan } from './trace';

const NANO_PER_USD = 1e9;

/**
 * What a stored model call costs at the price of its own time: the cost that it would have if it were recorded now.
 * Where the provider's figure was preferred to ours it still is.
 *
 * @throws ConfigurationError when an override that applies cannot be read.
 */
export function priceStoredCall(span: StoredSpan, { overrides }: Pick<CostOptions, 'overrides'> = {}): Cost {
  const { cost, usageSource } = span;
  const reported = cost?.reportedNanoUsd ?? undefined;
  return calculateCost(
    {
      ...span.billing,
      provider: span.provider,
      model: span.model,
      usage: span.usage ?? {},
      at: new Date(span.startUs / 1000),
      reportedCostUsd: reported === undefined ? undefined : reported / NANO_PER_USD,
      estimated: usageSource === 'estimated',
      partial: usageSource === 'partial',
    },
    { overrides, preferReported: cost?.source === 'provider' && cost.calculatedNanoUsd !== null },
  );
}
