import { amount, sumKnown } from './counts';
import type { Usage, UsageReading } from './usage';

/**
 * One reading for several calls in a row, such as the steps of an agent: all counts added up, everything else as the
 * last call says. `partial` when some of the calls told how much they used and others did not.
 */
export function addReadings(readings: readonly UsageReading[]): UsageReading | undefined {
  const last = readings.at(-1);
  if (last === undefined || readings.length === 1) {
    return last;
  }
  const costs = readings.flatMap(({ reportedCostUsd }) => reportedCostUsd ?? []);
  return {
    ...last,
    usage: addUsage(readings.map(({ usage }) => usage)),
    reportedCostUsd:
      costs.length === readings.length ? amount(costs.reduce((sum, cost) => sum + cost, 0)) : undefined,
    partial: readings.some(({ partial }) => partial === true) || leavesGaps(readings) ? true : undefined,
  };
}

function addUsage(usages: readonly Usage[]): Usage {
  const names = new Set(usages.flatMap((usage) => Object.keys(usage) as (keyof Usage)[]));
  return Object.fromEntries(
    [...names].map((name) => [name, sumKnown(...usages.map((usage) => usage[name]))]),
  );
}

function leavesGaps(readings: readonly UsageReading[]): boolean {
  return (['inputTokens', 'outputTokens'] as const).some((name) => {
    const known = readings.filter(({ usage }) => usage[name] !== undefined).length;
    return known > 0 && known < readings.length;
  });
}
