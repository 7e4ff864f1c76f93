import type { PriceOverride } from '@kagura/core';
import type { Command } from 'commander';

type RateField = Exclude<keyof PriceOverride, 'model' | 'provider' | 'serviceTier' | 'from' | 'to'>;

/** The flag of each part of a price: field, flag, what it is for. */
const RATE_FLAGS: readonly (readonly [field: RateField, flag: string, meaning: string])[] = [
  ['inputUsdPerMillion', 'input', 'a million input tokens'],
  ['outputUsdPerMillion', 'output', 'a million output tokens'],
  ['cacheReadUsdPerMillion', 'cached', 'a million tokens read from the cache'],
  ['cacheReadAudioUsdPerMillion', 'cached-audio', 'a million tokens of audio from the cache'],
  ['cacheWriteUsdPerMillion', 'cache-write', 'a million tokens written to the cache'],
  ['cacheWrite1hUsdPerMillion', 'cache-write-1h', 'the same, kept for an hour'],
  ['inputAudioUsdPerMillion', 'input-audio', 'a million input tokens of audio'],
  ['inputImageUsdPerMillion', 'input-image', 'a million input tokens of images'],
  ['outputReasoningUsdPerMillion', 'reasoning', 'a million tokens of reasoning'],
  ['outputAudioUsdPerMillion', 'output-audio', 'a million output tokens of audio'],
  ['outputImageUsdPerMillion', 'output-image', 'a million output tokens of images'],
  ['usdPerWebSearch', 'per-search', 'a web search'],
  ['usdPerAudioHour', 'per-hour', 'an hour of audio'],
  ['usdPerPage', 'per-page', 'a page'],
  ['usdPerRequest', 'per-request', 'a request'],
];

export function addRateFlags(command: Command): void {
  for (const [, flag, meaning] of RATE_FLAGS) {
    command.option(`--${flag} <usd>`, `US dollars for ${meaning}`);
  }
}

/** The parts of a price that were given, as the texts that they are. */
export function givenRates(command: Command): Partial<Record<RateField, string>> {
  const given = RATE_FLAGS.flatMap(([field, flag]) => {
    const value: unknown = command.getOptionValue(attributeName(flag));
    return typeof value === 'string' ? [[field, value] as const] : [];
  });
  return Object.fromEntries(given);
}

/** As commander names it: `cache-write` is `cacheWrite`. */
function attributeName(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
