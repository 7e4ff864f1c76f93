import { sumKnown } from './fields';
import type { Usage, UsageReading } from './usage';

/** The reading as it is, or marked when the parts of its usage do not fit into their totals. */
export function checkReading(reading: UsageReading): UsageReading {
  return partsFit(reading.usage) ? reading : { ...reading, inconsistent: true };
}

function partsFit(usage: Usage): boolean {
  return (
    fits(sumKnown(usage.cachedReadTokens, usage.cacheWriteTokens), usage.inputTokens) &&
    fits(usage.cacheWrite1hTokens, usage.cacheWriteTokens) &&
    fits(sumKnown(usage.inputAudioTokens, usage.inputImageTokens), usage.inputTokens) &&
    fits(usage.reasoningTokens, usage.outputTokens) &&
    fits(sumKnown(usage.outputAudioTokens, usage.outputImageTokens), usage.outputTokens)
  );
}

function fits(part: number | undefined, total: number | undefined): boolean {
  return part === undefined || total === undefined || part <= total;
}
