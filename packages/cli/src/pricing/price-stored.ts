import { type Cost, calculateCost, type PriceOverride, type StoredSpan } from '@kagura/core';

const NANO_PER_USD = 1e9;

/** What a stored call costs at the prices of its own time, as the recorder would price it now. */
export function priceStored(stored: StoredSpan, overrides: readonly PriceOverride[]): Cost {
  const { usage, usageSource, billing, model, provider, startUs, cost } = stored;
  const reported = cost?.reportedNanoUsd ?? null;
  return calculateCost(
    {
      ...billing,
      usage: usage ?? {},
      model,
      provider,
      at: new Date(startUs / 1000),
      estimated: usageSource === 'estimated',
      partial: usageSource === 'partial',
      reportedCostUsd: reported === null ? undefined : reported / NANO_PER_USD,
    },
    // Only where the provider's figure was to count is ours kept beside it.
    { overrides, preferReported: (cost?.calculatedNanoUsd ?? null) !== null },
  );
}
