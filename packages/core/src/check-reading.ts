import type { Usage, UsageReading } from './usage';

/** The reading as it is, or marked when the parts of its usage do not fit into their totals. */
export function checkReading(reading: UsageReading): UsageReading {
  return partsFit(reading.usage) ? reading : { ...reading, inconsistent: true };
}

function partsFit(usage: Usage): boolean {
  return (
    fit([usage.cachedReadTokens, usage.cacheWriteTokens], usage.inputTokens) &&
    fit([usage.cachedReadAudioTokens], usage.cachedReadTokens) &&
    fit([usage.cachedReadAudioTokens], usage.inputAudioTokens) &&
    fit([usage.cacheWrite1hTokens], usage.cacheWriteTokens ?? usage.inputTokens) &&
    fit([usage.inputAudioTokens, usage.inputImageTokens], usage.inputTokens) &&
    fit([usage.reasoningTokens], usage.outputTokens) &&
    fit([usage.outputAudioTokens, usage.outputImageTokens], usage.outputTokens)
  );
}

function fit(parts: readonly (number | undefined)[], total: number | undefined): boolean {
  return total === undefined || parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) <= total;
}
