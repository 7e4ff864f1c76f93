import { type CostRequest, calculateCost } from './calculate-cost';
import { ConfigurationError } from './errors';
import { checkPriceOverrides, type PriceOverride } from './price-override';

const MILLION = { inputTokens: 1_000_000, outputTokens: 0 };

function override(
  model: string,
  usdPerMillion: number | string,
  more: Partial<PriceOverride> = {},
): PriceOverride {
  return { model, inputUsdPerMillion: usdPerMillion, outputUsdPerMillion: 0, ...more };
}

function inputUsd(overrides: readonly PriceOverride[], request: Partial<CostRequest> = {}): string | null {
  const at = new Date('2026-01-15T00:00:00Z');
  return calculateCost({ model: 'gpt-4o', usage: MILLION, at, ...request }, { overrides }).usd;
}

describe('a price override', () => {
  it('wins over the table and says so', () => {
    const overrides = [override('gpt-4o', '1.25')];
    const cost = calculateCost({ model: 'openai/GPT-4o', usage: MILLION }, { overrides });
    expect(cost).toMatchObject({
      usd: '1.25',
      source: 'override',
      priceId: 'override/gpt-4o',
      status: 'exact',
    });
  });

  it('prices a model that the table does not have', () => {
    expect(inputUsd([override('in-house', 3)], { model: 'in-house' })).toBe('3');
    expect(inputUsd([override('in-house*', 3)], { model: 'in-house-v2' })).toBe('3');
    expect(inputUsd([override('*', 3)], { model: 'whatever', provider: 'some-reseller' })).toBe('3');
  });

  it('without "*" means exactly one model', () => {
    expect(inputUsd([override('gpt-4', 3)])).toBe('2.5');
    expect(inputUsd([override('gpt-4o', 3)], { model: 'gpt-4o-2024-11-20' })).toBe('2.5');
  });

  it('counts the more the closer it names the call, and then the later', () => {
    const general = [override('*', 1), override('gpt-4*', 2), override('gpt-*', 3)];
    expect(inputUsd(general)).toBe('2');
    expect(inputUsd([override('gpt-4o', 4), ...general])).toBe('4');
    expect(inputUsd([override('gpt-4o', 5, { provider: 'openai' }), override('gpt-4o', 4)])).toBe('5');
    expect(inputUsd([override('gpt-4o', 4), override('gpt-4o', 6)])).toBe('6');
  });

  it('may hold for one provider', () => {
    const onAzure = [override('gpt-4o', 9, { provider: 'azure.ai.openai' })];
    expect(inputUsd(onAzure, { provider: 'azure' })).toBe('9');
    expect(inputUsd(onAzure, { provider: 'openai' })).toBe('2.5');
    expect(inputUsd(onAzure)).toBe('2.5');
  });

  it('may hold for a time, the end excluded', () => {
    const january = [override('gpt-4o', 9, { from: '2026-01-01', to: new Date('2026-02-01T00:00:00Z') })];
    const at = (time: string) => inputUsd(january, { at: new Date(time) });
    expect(at('2025-12-31T23:59:59.999Z')).toBe('2.5');
    expect(at('2026-01-01T00:00:00Z')).toBe('9');
    expect(at('2026-01-31T23:59:59.999Z')).toBe('9');
    expect(at('2026-02-01T00:00:00Z')).toBe('2.5');
  });

  it('is a standard price unless it names a tier', () => {
    const standard = override('gpt-4o', 9);
    expect(inputUsd([standard], { serviceTier: 'batch' })).toBe('1.25');
    expect(inputUsd([standard], { serviceTier: 'flex' })).toBeNull();
    expect(
      inputUsd([standard, override('gpt-4o', '4.5', { serviceTier: 'batch' })], { serviceTier: 'batch' }),
    ).toBe('4.5');
  });

  it('charges what it does not name as the next best thing', () => {
    const usage = {
      inputTokens: 1_000_000,
      cachedReadTokens: 250_000,
      cacheWriteTokens: 500_000,
      cacheWrite1hTokens: 250_000,
      outputTokens: 0,
    };
    const costOf = (more: Partial<PriceOverride>) => inputUsd([override('gpt-4o', 4, more)], { usage });
    expect(costOf({})).toBe('4');
    expect(costOf({ cacheReadUsdPerMillion: 0.4 })).toBe('3.1');
    expect(costOf({ cacheWriteUsdPerMillion: '8' })).toBe('6');
    expect(costOf({ cacheWriteUsdPerMillion: 8, cacheWrite1hUsdPerMillion: 16 })).toBe('8');
  });

  it('has every kind of price that a call can have', () => {
    const usage = {
      inputTokens: 1_000_000,
      inputAudioTokens: 200_000,
      inputImageTokens: 100_000,
      outputTokens: 1_000_000,
      reasoningTokens: 400_000,
      outputAudioTokens: 200_000,
      outputImageTokens: 100_000,
      webSearchRequests: 3,
    };
    const every = {
      outputUsdPerMillion: 10,
      inputAudioUsdPerMillion: 5,
      inputImageUsdPerMillion: 2,
      outputReasoningUsdPerMillion: 20,
      outputAudioUsdPerMillion: 30,
      outputImageUsdPerMillion: 40,
      usdPerWebSearch: '0.01',
      usdPerRequest: '0.000000000001',
    };
    const { usd, parts } = calculateCost(
      { model: 'gpt-4o', usage },
      { overrides: [override('gpt-4o', 1, every)] },
    );
    // 0.7 + 1 + 0.2 for input, 3 + 8 + 6 + 4 for output, three searches and the fee.
    expect(usd).toBe('22.930000000001');
    expect(parts).toHaveLength(9);
  });

  it('is found under every spelling of a model', () => {
    const bedrock = { provider: 'aws.bedrock', model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' };
    expect(inputUsd([override('anthropic.claude-sonnet-4-5-20250929', 7)], bedrock)).toBe('7');
    expect(inputUsd([override('gemini-2.5-pro', 7)], { model: 'models/gemini-2.5-pro' })).toBe('7');
    expect(inputUsd([override('gpt-4o', 7)], { model: 'litellm/openai/gpt-4o' })).toBe('7');
  });

  it('takes numbers that arithmetic left slightly off', () => {
    expect(inputUsd([override('gpt-4o', 0.1 + 0.2)])).toBe('0.3');
  });
});

describe('a discount', () => {
  const usage = {
    inputTokens: 100_000,
    cachedReadTokens: 40_000,
    outputTokens: 10_000,
    webSearchRequests: 1,
  };
  const at = new Date('2026-01-15T00:00:00Z');

  function discounted(overrides: readonly PriceOverride[], request: Partial<CostRequest> = {}) {
    return calculateCost({ model: 'gpt-4o', usage, at, ...request }, { overrides });
  }

  it('is what is paid of the price in the table, exactly', () => {
    const cost = discounted([{ model: 'gpt-4*', discount: '0.855' }]);
    // 0.855 times 0.15, 0.05, 0.1 and 0.01.
    expect(cost).toMatchObject({
      usd: '0.26505',
      nanoUsd: 265_050_000,
      status: 'exact',
      source: 'override',
      priceId: 'override/gpt-4**0.855:openai/gpt-4o@2024-10-02',
    });
    expect(cost.parts.map(({ rateUsd, usd }) => [rateUsd, usd])).toEqual([
      ['2.1375', '0.12825'],
      ['1.06875', '0.04275'],
      ['8.55', '0.0855'],
      ['0.00855', '0.00855'],
    ]);
  });

  it('rounds nothing but the nano-dollars, and those once', () => {
    const tiny = { inputTokens: 1, outputTokens: 1 };
    const cost = discounted([{ model: '*', discount: '0.3333' }], { usage: tiny, model: 'gpt-6-luna' });
    expect(cost).toMatchObject({ usd: '0.00000019998', nanoUsd: 200 });
  });

  it('holds for the price of its time and for every tier and context', () => {
    const half = [{ model: '*', discount: 0.5 }];
    const june2024 = { at: new Date('2024-06-01T00:00:00Z'), usage: MILLION };
    expect(discounted(half, june2024).usd).toBe('2.5');
    expect(discounted(half, { serviceTier: 'batch', usage: MILLION }).usd).toBe('0.625');
    expect(discounted(half, { model: 'gemini-2.5-pro', usage: MILLION }).usd).toBe('1.25');
    const long = { model: 'gpt-5.4', serviceTier: 'priority', usage: MILLION };
    expect(discounted(half, long)).toMatchObject({ usd: null, reason: 'unknown_tier' });
  });

  it('leaves a price alone that is given beside it', () => {
    const overrides = [{ model: 'gpt-4o', discount: '0.5', cacheReadUsdPerMillion: 1 }];
    // 60,000 at 1.25, 40,000 at 1, 10,000 at 5, and half a search.
    expect(discounted(overrides).usd).toBe('0.17');
  });

  it('does not make a price where there is none', () => {
    const half = [{ model: '*', discount: '0.5' }];
    expect(discounted(half, { model: 'no-such-model' }).reason).toBe('unknown_model');
    expect(discounted(half, { serviceTier: 'scale' }).reason).toBe('unknown_tier');
  });

  it('yields to a price for the very tier', () => {
    const overrides = [override('gpt-4o', 1, { serviceTier: 'batch' }), { model: 'gpt-4o', discount: '0.5' }];
    expect(discounted(overrides, { serviceTier: 'batch', usage: MILLION }).usd).toBe('1');
    expect(discounted(overrides, { usage: MILLION }).usd).toBe('1.25');
  });

  it('may be nothing, or a surcharge', () => {
    expect(discounted([{ model: '*', discount: 0 }])).toMatchObject({
      usd: '0',
      nanoUsd: 0,
      status: 'exact',
    });
    expect(discounted([{ model: '*', discount: '1.1' }], { usage: MILLION }).usd).toBe('2.75');
  });
});

it('an override of single prices changes those of the table', () => {
  const overrides = [{ model: 'gpt-4o', cacheReadUsdPerMillion: 0, usdPerWebSearch: '0.025' }];
  const usage = { inputTokens: 100, cachedReadTokens: 40, outputTokens: 0, webSearchRequests: 1 };
  expect(inputUsd(overrides, { usage })).toBe('0.02515');
});

describe('checking price overrides', () => {
  it('accepts good ones', () => {
    expect(() =>
      checkPriceOverrides([
        override('gpt-4o*', '0.000001', { from: '2026-01-01' }),
        { model: '*', provider: 'openai', discount: '0.85' },
        { model: 'gpt-4o', usdPerWebSearch: 0.02 },
      ]),
    ).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['must be a list', {}],
    ['Price override 1 has no "model"', [{ inputUsdPerMillion: 1, outputUsdPerMillion: 1 }]],
    ['Price override 1 has no "model"', [null]],
    ['Price override 2 ("gpt*o")', [override('gpt-4o', 1), override('gpt*o', 1)]],
    ['"inputUsdPerMillion" of the price override for m', [override('m', -1)]],
    ['"inputUsdPerMillion" of the price override for m', [override('m', '1.0000001')]],
    ['"inputUsdPerMillion" of the price override for m', [override('m', 'cheap')]],
    ['"inputUsdPerMillion" of the price override for m', [override('m', 1e12)]],
    ['"outputUsdPerMillion" of the price override for m', [{ model: 'm', inputUsdPerMillion: 1 }]],
    ['"to" is not a date', [override('m', 1, { to: 'tomorrow' })]],
    [
      'unknown field "inputUsdPerMilion". Did you mean "inputUsdPerMillion"?',
      [{ model: 'm', inputUsdPerMilion: 1 }],
    ],
    [
      '"usdPerWebSearch" of the price override for m',
      [override('m', 1, { usdPerWebSearch: '0.0000000000001' })],
    ],
    ['The price override for m changes nothing', [{ model: 'm' }]],
    ['none left to discount', [override('m', 1, { discount: '0.5' })]],
    ['"discount" of the price override for m', [{ model: 'm', discount: '15%' }]],
    ['"discount" of the price override for m', [{ model: 'm', discount: '0.12345' }]],
    ['"discount" of the price override for m', [{ model: 'm', discount: 85 }]],
  ])('%s', (message, overrides) => {
    const check = () => checkPriceOverrides(overrides as PriceOverride[]);
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(message);
  });
});
