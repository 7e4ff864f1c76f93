import type { SpanRecord } from '@kagura/core';
import { CostReader } from './cost-reader';
import { SeededStore } from './test/seeded-store';
import { invocation, modelCall, priced, unpriced } from './test/span-records';

let store: SeededStore | undefined;

afterEach(() => {
  store?.remove();
  store = undefined;
});

interface Place {
  readonly timeZone?: string;
  readonly now?: string;
}

function readerOf(spans: readonly SpanRecord[], { timeZone, now }: Place = {}): CostReader {
  store = new SeededStore(spans);
  return new CostReader(store.source(timeZone, now));
}

describe('calculateCost', () => {
  const question = { model: 'gpt-4o', inputTokens: 100, outputTokens: 50 };

  test("gives the RFC's cost at the prices of then", () => {
    const cost = readerOf([]).calculateCost({ ...question, at: new Date('2024-06-01T00:00:00Z') });
    const expected = (100 * 0.005) / 1000 + (50 * 0.015) / 1000;
    expect(Math.abs(Number(cost.usd) - expected)).toBeLessThan(0.0001);
    expect(cost).toMatchObject({ usd: '0.00125', nanoUsd: 1_250_000, status: 'exact' });
  });

  test.each([
    ['2024-06-01T00:00:00Z', 1_250_000],
    ['2025-10-04T00:00:00Z', 750_000],
  ])('without an instant, the prices at %s are those of now', (now, nanoUsd) => {
    expect(readerOf([], { now }).calculateCost(question)).toMatchObject({ nanoUsd });
  });

  test('hands over everything that changes the price', () => {
    const reader = readerOf([]);
    const cached = reader.calculateCost({
      model: 'claude-sonnet-4-5',
      provider: 'anthropic',
      inputTokens: 100_000,
      cachedReadTokens: 10_000,
      cacheWriteTokens: 20_000,
      cacheWrite1hTokens: 5_000,
      outputTokens: 1_000,
      reasoningTokens: 400,
    });
    expect(cached.parts.map((part) => [part.kind, part.quantity])).toEqual([
      ['input', 70_000],
      ['cache_read', 10_000],
      ['cache_write', 15_000],
      ['cache_write_1h', 5_000],
      ['output', 1_000],
    ]);
    // A tier without a price of its own must not pass for the standard one.
    expect(reader.calculateCost({ ...question, serviceTier: 'scale' }).reason).toBe('unknown_tier');
  });

  test('a call is priced where and how it was made', () => {
    const claude = { model: 'claude-sonnet-4-6', inputTokens: 1_000, outputTokens: 100 };
    const at = new Date('2026-06-01T00:00:00Z');
    const costOf = (fields: object) => readerOf([]).calculateCost({ ...claude, at, ...fields }).nanoUsd;
    expect(costOf({ provider: 'gcp.vertex_ai' })).toBe(4_500_000);
    expect(costOf({ provider: 'gcp.vertex_ai', location: 'us-east5' })).toBe(4_950_000);
    expect(costOf({ provider: 'anthropic', geo: 'us' })).toBe(4_950_000);
  });

  test("the application's own prices come first", () => {
    store = new SeededStore();
    const source = store.source();
    const priceOverrides = [{ model: 'gpt-4o', inputUsdPerMillion: 1, outputUsdPerMillion: 2 }];
    const reader = new CostReader(() => ({ ...source(), priceOverrides }));
    expect(reader.calculateCost(question)).toMatchObject({ nanoUsd: 200_000, source: 'override' });
  });

  test('an unknown model has no price, which is not a price of nothing', () => {
    const cost = readerOf([]).calculateCost({ ...question, model: 'no-such-model' });
    expect(cost).toMatchObject({ usd: null, nanoUsd: null, status: 'unpriced' });
  });
});

describe('getCost', () => {
  test('turns integers into dollars once and says what they cover', async () => {
    const cost = await readerOf([modelCall('gpt-4o', priced(1_250_001, 750_000))]).getCost();
    expect(cost).toEqual({
      label: 'all',
      start: new Date(0),
      end: new Date('2026-01-01T00:00:00Z'),
      total: 0.001250001,
      nanoUsd: 1_250_001,
      inputTokens: 120,
      inputCost: 0.000500001,
      outputTokens: 85,
      outputCost: 0.00075,
      cachedReadTokens: 0,
      cachedReadCost: 0,
      cacheWriteTokens: 0,
      cacheWriteCost: 0,
      reasoningTokens: 0,
      feesCost: 0,
      calls: 1,
      pricedCalls: 1,
      unpricedCalls: 0,
      estimatedCalls: 0,
      failedCalls: 0,
      status: 'exact',
    });
  });

  test.each([
    [{ agent: 'writer' }, 3],
    [{ model: 'gpt-4o' }, 5],
    [{ provider: 'anthropic' }, 2],
    [{ agent: 'writer', model: 'gpt-4o' }, 1],
    [{ agent: 'reader', provider: 'anthropic' }, 0],
    [{ start: new Date('2025-10-05T00:00:00Z') }, 6],
    [{ end: new Date('2025-10-05T00:00:00Z') }, 1],
    [{ start: new Date('2025-10-05T00:00:00Z'), end: new Date('2025-10-06T00:00:00Z') }, 2],
    [{ agent: 'reader', period: '2025-10-06' }, 4],
  ])('%j costs %d nano-dollars', async (question, nanoUsd) => {
    const writer = invocation('writer');
    const reader = readerOf([
      writer,
      modelCall('gpt-4o', { inside: writer, at: '2025-10-04T23:59:59Z', ...priced(1) }),
      modelCall('claude', {
        inside: writer,
        at: '2025-10-05T00:00:00Z',
        provider: 'anthropic',
        ...priced(2),
      }),
      modelCall('gpt-4o', { inside: invocation('reader'), at: '2025-10-06T00:00:00Z', ...priced(4) }),
    ]);
    expect(await reader.getCost(question)).toMatchObject({ nanoUsd });
  });

  test('an agent that nobody knows made no calls and cost nothing', async () => {
    const reader = readerOf([modelCall('gpt-4o', priced(1))]);
    expect(await reader.getCost({ agent: 'nobody' })).toMatchObject({ calls: 0, total: 0, status: 'exact' });
  });

  test('with an unpriced call the total is a lower bound', async () => {
    const reader = readerOf([
      modelCall('gpt-4o', priced(500_000_000)),
      modelCall('glm-5.2', unpriced({ inputTokens: 10, outputTokens: 1 })),
      modelCall('gpt-4o', { status: 'error' }),
    ]);
    expect(await reader.getCost()).toMatchObject({
      total: 0.5,
      inputTokens: 130,
      outputTokens: 86,
      calls: 3,
      pricedCalls: 1,
      unpricedCalls: 1,
      failedCalls: 1,
      status: 'partial',
    });
  });

  test('without any price the total is unknown, not zero', async () => {
    const reader = readerOf([modelCall('glm-5.2', unpriced({ inputTokens: 10 }))]);
    expect(await reader.getCost()).toMatchObject({
      total: null,
      nanoUsd: null,
      inputCost: null,
      inputTokens: 10,
      status: 'unpriced',
    });
  });

  test.each([
    [{ period: 'lst_month' }, /Unknown period "lst_month"/],
    [{ period: 'today', start: new Date(0) }, /either the period \("today"\) or start and end/],
    [{ end: new Date(Number.NaN) }, /valid dates/],
    [{ start: new Date(1), end: new Date(0) }, /ends \(1970-.*\) before it starts/],
  ])('refuses %j', async (question, message) => {
    await expect(readerOf([]).getCost(question)).rejects.toThrow(message);
  });

  test('names the range in the time of the zone', async () => {
    const reader = readerOf([], { timeZone: 'Asia/Tokyo' });
    const start = new Date('2025-10-04T15:00:00Z');
    const end = new Date('2025-10-05T15:00:00Z');
    expect(await reader.getCost({ start, end })).toMatchObject({
      label: '2025-10-05 00:00:00 – 2025-10-06 00:00:00',
      start,
      end,
    });
    expect((await reader.getCost({ start })).label).toBe('since 2025-10-05 00:00:00');
    expect((await reader.getCost({ end })).label).toBe('until 2025-10-06 00:00:00');
  });
});

describe('getCostByPeriod', () => {
  const call = modelCall('gpt-4o', { at: '2025-10-31T23:30:00Z', ...priced(7) });

  test.each([
    ['UTC', '2025-10', 7],
    ['UTC', '2025-11', 0],
    ['Asia/Tokyo', '2025-10', 0],
    ['Asia/Tokyo', '2025-11', 7],
    ['America/New_York', '2025-10', 7],
  ])(
    'a call in the last half hour of October (UTC) is, in %s, in %s: %d',
    async (timeZone, period, nanoUsd) => {
      const reader = readerOf([call], { timeZone });
      expect(await reader.getCostByPeriod(period)).toMatchObject({ label: period, nanoUsd });
    },
  );

  test("this month is the zone's, not UTC's", async () => {
    const reader = readerOf([call], { timeZone: 'Asia/Tokyo', now: '2025-10-31T23:45:00Z' });
    expect(await reader.getCostByPeriod('this_month')).toMatchObject({
      label: '2025-11',
      start: new Date('2025-10-31T15:00:00Z'),
      end: new Date('2025-11-30T15:00:00Z'),
      calls: 1,
    });
    expect(await reader.getCostByPeriod('this_month', { model: 'other' })).toMatchObject({ calls: 0 });
  });

  test('a day on which clocks are set back has 25 hours', async () => {
    const at = [
      '2025-10-26T03:59:59Z',
      '2025-10-26T04:00:00Z',
      '2025-11-02T04:59:59Z',
      '2025-11-03T04:59:59Z',
    ];
    const spans = at.map((instant) => modelCall('gpt-4o', { at: instant, ...priced(1) }));
    const reader = readerOf(spans, { timeZone: 'America/New_York', now: '2025-11-02T20:00:00Z' });
    expect(await reader.getCostByPeriod('today')).toMatchObject({
      label: '2025-11-02',
      start: new Date('2025-11-02T04:00:00Z'),
      end: new Date('2025-11-03T05:00:00Z'),
      calls: 2,
    });
  });
});
