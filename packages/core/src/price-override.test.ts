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
    expect(inputUsd([standard], { serviceTier: 'batch' })).toBeNull();
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

  it('takes numbers that arithmetic left slightly off', () => {
    expect(inputUsd([override('gpt-4o', 0.1 + 0.2)])).toBe('0.3');
  });
});

describe('checking price overrides', () => {
  it('accepts good ones', () => {
    expect(() =>
      checkPriceOverrides([override('gpt-4o*', '0.000001', { from: '2026-01-01' })]),
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
  ])('%s', (message, overrides) => {
    const check = () => checkPriceOverrides(overrides as PriceOverride[]);
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(message);
  });
});
