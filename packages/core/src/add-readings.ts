import { amount, count } from './counts';
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
    usage: addUsage(readings),
    reportedCostUsd:
      costs.length === readings.length ? amount(costs.reduce((sum, cost) => sum + cost, 0)) : undefined,
    partial: readings.some(({ partial }) => partial === true) || leavesGaps(readings) ? true : undefined,
  };
}

/** Field by field: an object built from a list of names takes several times as long. */
function addUsage(readings: readonly UsageReading[]): Usage {
  return {
    inputTokens: total(readings, 'inputTokens'),
    cachedReadTokens: total(readings, 'cachedReadTokens'),
    cachedReadAudioTokens: total(readings, 'cachedReadAudioTokens'),
    cacheWriteTokens: total(readings, 'cacheWriteTokens'),
    cacheWrite1hTokens: total(readings, 'cacheWrite1hTokens'),
    outputTokens: total(readings, 'outputTokens'),
    reasoningTokens: total(readings, 'reasoningTokens'),
    inputAudioTokens: total(readings, 'inputAudioTokens'),
    outputAudioTokens: total(readings, 'outputAudioTokens'),
    inputImageTokens: total(readings, 'inputImageTokens'),
    outputImageTokens: total(readings, 'outputImageTokens'),
    inputAudioSeconds: total(readings, 'inputAudioSeconds'),
    webSearchRequests: total(readings, 'webSearchRequests'),
    inputPages: total(readings, 'inputPages'),
  } satisfies Record<keyof Usage, number | undefined>;
}

function total(readings: readonly UsageReading[], name: keyof Usage): number | undefined {
  let sum: number | undefined;
  for (const { usage } of readings) {
    const value = usage[name];
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return name === 'inputAudioSeconds' ? amount(sum) : count(sum);
}

function leavesGaps(readings: readonly UsageReading[]): boolean {
  return (['inputTokens', 'outputTokens'] as const).some((name) => {
    const known = readings.filter(({ usage }) => usage[name] !== undefined).length;
    return known > 0 && known < readings.length;
  });
}
