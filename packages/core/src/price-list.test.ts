import { findModel } from './find-model';
import { PriceList } from './price-list';
import { priceTableVersion } from './price-table';

function inputRate(provider: string, model: string, at: string): number | undefined {
  return findModel(provider, model)?.prices.find(Date.parse(at))?.rates.input;
}

describe('a dated price', () => {
  it.each([
    ['openai', 'gpt-4o', '2024-10-01T23:59:59.999Z', 5_000_000],
    ['openai', 'gpt-4o', '2024-10-02T00:00:00.000Z', 2_500_000],
    ['openai', 'gpt-4o-2024-08-06', '2024-09-01T00:00:00Z', 2_500_000],
    ['openai', 'o3', '2025-06-09T23:59:59Z', 10_000_000],
    ['openai', 'o3', '2025-06-10T00:00:00Z', 2_000_000],
    ['openai', 'gpt-5.6-luna', '2026-07-29T23:59:59Z', 1_000_000],
    ['openai', 'gpt-5.6-luna', '2026-07-30T00:00:00Z', 200_000],
    ['openai', 'gpt-5.6-terra', '2026-07-29T23:59:59Z', 2_500_000],
    ['openai', 'gpt-5.6-terra', '2026-07-30T00:00:00Z', 2_000_000],
    ['openai', 'gpt-5.6-sol', '2026-08-20T23:59:59Z', 5_000_000],
    ['openai', 'gpt-5.6-sol', '2026-08-21T00:00:00Z', 4_000_000],
    ['google', 'gemini-3.6-flash', '2026-12-31T23:59:59Z', 750_000],
    ['google', 'gemini-3.7-flash', '2027-01-01T00:00:00Z', 1_500_000],
    ['google', 'gemini-3.8-flash', '2027-01-01T00:00:00Z', 1_500_000],
    ['perplexity', 'sonar', '2026-09-26T23:59:59Z', 1_000_000],
    ['perplexity', 'sonar', '2026-09-27T00:00:00Z', undefined],
  ])('of %s/%s at %s is %p pico-dollars a token', (provider, model, at, rate) => {
    expect(inputRate(provider, model, at)).toBe(rate);
  });

  it.each([
    ['2026-06-10T02:00:00Z', 140_000],
    ['2026-08-17T00:59:59Z', 220_000],
    ['2026-08-17T01:00:00Z', 440_000],
    ['2026-08-17T03:59:59Z', 440_000],
    ['2026-08-17T04:00:00Z', 220_000],
    ['2026-09-01T09:59:59Z', 440_000],
  ])('of deepseek-v4-flash keeps its hours to its dates: %s', (at, rate) => {
    expect(inputRate('deepseek', 'deepseek-v4-flash', at)).toBe(rate);
  });

  it('has hours that run over midnight', () => {
    const prices = new PriceList('a/b', [{ hours: ['22:00', '02:00'], rates: { input: 1 } }]);
    const at = (time: string) => prices.find(Date.parse(`2026-01-01T${time}:00Z`))?.id;
    const night = 'a/bT22:00-02:00';
    expect([at('21:59'), at('22:00'), at('01:59'), at('02:00')]).toEqual([
      undefined,
      night,
      night,
      undefined,
    ]);
  });
});

describe('a billing tier', () => {
  const rows = [{ rates: { input: 2 } }, { tier: 'priority', rates: { input: 4 } }];
  const rate = (tier: string | undefined, names = {}) =>
    new PriceList('a/b', rows, names).find(0, tier)?.rates.input;

  it('has only a price of its own', () => {
    expect(rate(undefined)).toBe(2);
    expect(rate('priority')).toBe(4);
    expect(rate('flex')).toBeUndefined();
    expect(rate('constructor')).toBeUndefined();
  });

  it('may have a second name', () => {
    expect(rate('fast', { fast: 'priority', slow: 'flex' })).toBe(4);
    expect(rate('slow', { fast: 'priority', slow: 'flex' })).toBeUndefined();
  });
});

it('the table says which one it is', () => {
  expect(priceTableVersion()).toMatch(/^\d{4}-\d{2}-\d{2}\.\d+$/);
});
