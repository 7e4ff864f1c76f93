import { billingOptions } from './billing-options';

const STANDARD = { serviceTier: undefined, speed: undefined, geo: undefined };

it.each([
  ['OpenAI', { service_tier: 'priority' }, { serviceTier: 'priority' }],
  ['Anthropic', { speed: 'fast', inference_geo: 'us' }, { speed: 'fast', geo: 'us' }],
  [
    'OpenAI through the AI SDK',
    { providerOptions: { openai: { serviceTier: 'priority' } } },
    { serviceTier: 'priority' },
  ],
  [
    'Anthropic through the AI SDK',
    { providerOptions: { anthropic: { speed: 'fast', inferenceGeo: 'us' } } },
    { speed: 'fast', geo: 'us' },
  ],
  [
    'OpenAI through AI SDK 4',
    { providerMetadata: { openai: { serviceTier: 'flex' } } },
    { serviceTier: 'flex' },
  ],
  ['a tier that the provider chooses', { service_tier: 'auto' }, {}],
  ['nothing', undefined, {}],
])('%s', (_, request, expected) => {
  expect(billingOptions(request)).toEqual({ ...STANDARD, ...expected });
});
