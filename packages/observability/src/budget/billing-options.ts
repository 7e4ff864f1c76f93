import { field, type PlannedCall } from '@kagura/core';

/** Tiers of a provider's own choosing are billed as the standard one, as far as can be known before. */
const UNCHOSEN_TIERS: ReadonlySet<unknown> = new Set(['auto', 'default', 'standard', 'standard_only']);

/** Providers of the AI SDK whose options change the price. */
const PROVIDERS = ['openai', 'azure', 'anthropic'] as const;

/** What a request chooses that changes its price, in the names of the APIs or in those of the AI SDK. */
export function billingOptions(request: unknown): Pick<PlannedCall, 'serviceTier' | 'speed' | 'geo'> {
  const tier = chosen(request, 'service_tier', 'serviceTier');
  return {
    serviceTier: UNCHOSEN_TIERS.has(tier) ? undefined : tier,
    speed: chosen(request, 'speed', 'speed'),
    geo: chosen(request, 'inference_geo', 'inferenceGeo'),
  };
}

function chosen(request: unknown, name: string, inAiSdk: string): string | undefined {
  // `providerMetadata` is what version 4 calls it.
  const given = field(request, 'providerOptions') ?? field(request, 'providerMetadata');
  const values = [
    field(request, name),
    ...PROVIDERS.map((provider) => field(field(given, provider), inAiSdk)),
  ];
  return values.find((value) => typeof value === 'string');
}
