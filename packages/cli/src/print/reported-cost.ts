import { formatUsd, type StoredTrace, sanitizeLine } from '@kagura/core';
import { modelCallsOf } from './trace-summary';

/** Model calls of which the provider states another cost than our price comes to. */
export function reportedCostLines(trace: StoredTrace): string[] {
  const lines = modelCallsOf(trace).flatMap(({ name, cost }) => {
    if (cost === null || cost.reportedNanoUsd === null) return [];
    const ours = cost.source === 'provider' ? cost.calculatedNanoUsd : cost.nanoUsd;
    if (ours === null || ours === cost.reportedNanoUsd) return [];
    return [`  ${sanitizeLine(name)}: ${formatUsd(cost.reportedNanoUsd)} (our price: ${formatUsd(ours)})`];
  });
  return lines.length === 0 ? [] : ['Cost as the provider states it:', ...lines];
}
