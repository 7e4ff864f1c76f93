import type { Usage, UsageReading } from './usage';

/** The reading as it is, or marked when the parts of its usage do not fit into their totals. */
export function checkReading(reading: UsageReading): UsageReading {
  return partsFit(reading.usage) ? reading : { ...reading, inconsistent: true };
}

/** One comparison after the other: lists of the parts would cost more than the reading. */
function partsFit(usage: Usage): boolean {
  const { inputTokens, cachedReadTokens, cacheWriteTokens, inputAudioTokens, outputTokens } = usage;
  return (
    fit(cachedReadTokens, cacheWriteTokens, inputTokens) &&
    fit(usage.cachedReadAudioTokens, 0, cachedReadTokens) &&
    fit(usage.cachedReadAudioTokens, 0, inputAudioTokens) &&
    fit(usage.cacheWrite1hTokens, 0, cacheWriteTokens ?? inputTokens) &&
    fit(inputAudioTokens, usage.inputImageTokens, inputTokens) &&
    fit(usage.reasoningTokens, 0, outputTokens) &&
    fit(usage.outputAudioTokens, usage.outputImageTokens, outputTokens)
  );
}

function fit(part: number | undefined, other: number | undefined, total: number | undefined): boolean {
  return total === undefined || (part ?? 0) + (other ?? 0) <= total;
}
