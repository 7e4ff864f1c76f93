import fc from 'fast-check';
import { calculateCost } from './calculate-cost';
import { explainPrice, type PricedModelRequest } from './explain-price';
import { listPrices } from './list-prices';

const AT = new Date('2026-09-25T12:00:00Z');

function stepsOf(request: PricedModelRequest): string[] {
  return explainPrice(request).steps.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
}

describe('the steps from an id to its price', () => {
  it.each<[PricedModelRequest, string[]]>([
    [{ provider: 'openai', model: 'gpt-4o' }, []],
    [{ model: 'LiteLLM/openai/gpt-4o' }, ['gateway: litellm/openai/gpt-4o → openai/gpt-4o']],
    [
      { model: 'gpt-4.1-2025-04-14', serviceTier: 'fast' },
      [
        'maker: gpt-4.1-2025-04-14 → openai/gpt-4.1-2025-04-14',
        'alias: gpt-4.1-2025-04-14 → gpt-4.1',
        'tier: fast → priority',
      ],
    ],
    [
      { provider: 'amazon-bedrock', model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0' },
      [
        'provider: amazon-bedrock → aws',
        'spelling: eu.anthropic.claude-sonnet-4-5-20250929-v1:0 → eu.anthropic.claude-sonnet-4-5-20250929',
        'alias: eu.anthropic.claude-sonnet-4-5-20250929 → regional.anthropic.claude-sonnet-4-5-20250929-v1:0',
      ],
    ],
    [
      { provider: 'vertex_ai', model: 'claude-sonnet-4-5@20250929', location: 'europe-west1' },
      [
        'provider: vertex_ai → google',
        'date: claude-sonnet-4-5@20250929 → claude-sonnet-4-5',
        'tier: europe-west1 → regional',
      ],
    ],
    [
      { provider: 'anthropic', model: 'claude-sonnet-4-5-latest' },
      ['latest: claude-sonnet-4-5-latest → claude-sonnet-4-5'],
    ],
    [{ provider: 'azure', model: 'gpt-4o' }, ['reseller: azure → openai']],
    [{ provider: 'ollama', model: 'qwen3:8b' }, ['any_model: qwen3:8b → *']],
  ])('of %p', (request, steps) => {
    expect(stepsOf(request)).toEqual(steps);
  });
});

test('the price has the id that a cost of such a call has', () => {
  // Nothing is used, so that every row prices it, also one without a price for output.
  const usage = { inputTokens: 0, outputTokens: 0 };
  const overrides = [{ model: 'gpt-4o*', discount: '0.85' }];
  fc.assert(
    fc.property(
      fc.constantFrom(...listPrices({ at: AT }).slice(0, 500)),
      fc.constantFrom(undefined, 'batch', 'flex', 'fast', 'nightly'),
      fc.constantFrom(undefined, 'us-central1'),
      ({ provider, model }, serviceTier, location) => {
        const request = { provider, model, serviceTier, location, at: AT };
        const cost = calculateCost({ ...request, usage }, { overrides });
        const { price, reason } = explainPrice(request, { overrides });
        expect([price?.id, reason]).toEqual([cost.priceId, cost.reason]);
      },
    ),
  );
});

test('an override stands beside the price that it changes', () => {
  const overrides = [{ model: 'gpt-4o', discount: '0.85', from: '2026-01-01' }];
  const explained = explainPrice({ provider: 'openai', model: 'gpt-4o', at: AT }, { overrides });

  expect(explained.price).toMatchObject({
    id: 'override/gpt-4o*0.85:openai/gpt-4o@2024-10-02',
    rates: { input: '2.125', output: '8.5' },
    from: '2026-01-01',
    origin: 'override',
  });
  expect(explained.listed).toMatchObject({ rates: { input: '2.5', output: '10' }, from: '2024-10-02' });
  expect(explained.steps).toEqual([
    {
      rule: 'override',
      from: 'openai/gpt-4o@2024-10-02',
      to: 'override/gpt-4o*0.85:openai/gpt-4o@2024-10-02',
    },
  ]);
});

test('an override may price what the table does not know', () => {
  const override = {
    model: 'in-house',
    inputUsdPerMillion: 1,
    outputUsdPerMillion: 2,
    to: '2027-01-01',
    serviceTier: 'batch',
  };
  const explained = explainPrice({ model: 'in-house', serviceTier: 'batch' }, { overrides: [override] });

  expect(explained).toMatchObject({
    price: { id: 'override/in-house', tier: 'batch', to: '2027-01-01', rates: { input: '1', output: '2' } },
    listed: undefined,
    reason: undefined,
  });
});

test('a model keeps all its days and ways of billing in sight', () => {
  const { model } = explainPrice({ provider: 'openai', model: 'gpt-4o', serviceTier: 'flex' });

  expect(model.map(({ tier, from }) => [tier, from])).toEqual([
    [undefined, undefined],
    [undefined, '2024-10-02'],
    ['batch', undefined],
    ['batch', '2024-10-02'],
    ['priority', '2024-10-02'],
  ]);
});

test('a reseller has the standard prices, and the tiers that it sells like the maker', () => {
  const tiers = (provider: string, model: string) =>
    explainPrice({ provider, model, at: AT }).model.map(({ tier }) => tier);

  expect(tiers('azure', 'gpt-4o-mini')).toEqual([undefined, 'batch', 'priority']);
  expect(tiers('azure', 'claude-opus-5')).toEqual([undefined]);
  expect(explainPrice({ provider: 'azure', model: 'claude-opus-5', serviceTier: 'batch' }).reason).toBe(
    'unknown_tier',
  );
});

describe('a model without a price', () => {
  it.each([
    ['openai', 'gpt-4o-mimi', 'gpt-4o-mini'],
    ['anthropic', 'gpt-4o', 'openai/gpt-4o'],
    [undefined, 'claude-sonet-4-5', 'claude-sonnet-4-5'],
  ])('of %p, %s, may mean %s', (provider, model, meant) => {
    const { reason, suggestions } = explainPrice({ provider, model });
    expect(reason).toBe('unknown_model');
    expect(suggestions[0]).toBe(meant);
    expect(suggestions.length).toBeLessThanOrEqual(5);
  });

  it('may be nothing at all', () => {
    expect(explainPrice({})).toMatchObject({ steps: [], reason: 'unknown_model', suggestions: [] });
  });
});
