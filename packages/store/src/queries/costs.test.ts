import { readCostGroups } from '../test/cost-groups';
import { invocation, microseconds, modelCall, noPrice, price } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readCosts, readCostTotals } from './costs';

afterEach(cleanUp);

const at = (date: string) => ({ startUs: microseconds(date) });
const failed = { status: 'error', usage: null, usageSource: null, cost: null } as const;

describe('readCostTotals', () => {
  it('adds up model calls, whichever agent they belong to', () => {
    const outer = invocation('outer');
    const inner = invocation('inner', { traceId: outer.traceId, parentSpanId: outer.spanId });
    const cached = modelCall(inner, {
      usage: {
        inputTokens: 40,
        cachedReadTokens: 20,
        cacheWriteTokens: 10,
        outputTokens: 5,
        reasoningTokens: 3,
      },
      cost: price({
        input: 10,
        cache_read: 2,
        cache_write: 3,
        cache_write_1h: 4,
        output: 100,
        web_search: 7,
      }),
    });
    expect(readCostTotals(databaseWith([modelCall(outer), cached, inner, outer]))).toEqual({
      calls: 2,
      pricedCalls: 2,
      unpricedCalls: 0,
      estimatedCalls: 0,
      failedCalls: 0,
      status: 'exact',
      nanoUsd: 750_126,
      inputNanoUsd: 250_019,
      cachedReadNanoUsd: 2,
      cacheWriteNanoUsd: 7,
      outputNanoUsd: 500_100,
      feesNanoUsd: 7,
      inputTokens: 140,
      cachedReadTokens: 20,
      cacheWriteTokens: 10,
      outputTokens: 55,
      reasoningTokens: 3,
    });
  });

  it('is exactly nothing without calls', () => {
    expect(readCostTotals(databaseWith([invocation('idle')]))).toMatchObject({
      calls: 0,
      status: 'exact',
      nanoUsd: 0,
      inputNanoUsd: 0,
    });
  });

  it.each([
    ['partial', [modelCall(undefined), modelCall(undefined, { cost: noPrice() })], 750_000],
    ['partial', [modelCall(undefined), modelCall(undefined, { cost: null })], 750_000],
    ['unpriced', [modelCall(undefined, { cost: noPrice() })], null],
    ['unpriced', [modelCall(undefined, failed)], null],
    ['exact', [modelCall(undefined), modelCall(undefined, failed)], 750_000],
    [
      'estimated',
      [modelCall(undefined), modelCall(undefined, { cost: price({ input: 1 }, { status: 'estimated' }) })],
      750_001,
    ],
  ])('is %s', (status, calls, nanoUsd) => {
    expect(readCostTotals(databaseWith(calls))).toMatchObject({ status, nanoUsd, calls: calls.length });
  });

  it('tells failed calls from calls without a price', () => {
    const calls = [modelCall(undefined, failed), modelCall(undefined, { cost: noPrice(), status: 'error' })];
    expect(readCostTotals(databaseWith(calls))).toMatchObject({
      failedCalls: 1,
      unpricedCalls: 1,
      pricedCalls: 0,
    });
  });

  it('has no shares once a total came without them', () => {
    const reported = modelCall(undefined, { cost: price({}, { nanoUsd: 1_000, source: 'provider' }) });
    expect(readCostTotals(databaseWith([reported, modelCall(undefined)]))).toMatchObject({
      nanoUsd: 751_000,
      inputNanoUsd: null,
      cachedReadNanoUsd: null,
      cacheWriteNanoUsd: null,
      outputNanoUsd: null,
      feesNanoUsd: null,
    });
  });

  it('counts a call by its start, from the first instant of a range to before the last', () => {
    const database = databaseWith([
      modelCall(undefined, { ...at('2025-10-04T09:59:59.999Z'), durationUs: 1e7 }),
      modelCall(undefined, at('2025-10-04T10:00:00.000Z')),
      modelCall(undefined, { startUs: microseconds('2025-10-04T11:00:00.000Z') - 1 }),
      modelCall(undefined, at('2025-10-04T11:00:00.000Z')),
    ]);
    const callsIn = (start?: string, end?: string) =>
      readCostTotals(database, {
        start: start ? new Date(start) : undefined,
        end: end ? new Date(end) : undefined,
      }).calls;
    expect(callsIn('2025-10-04T10:00:00Z', '2025-10-04T11:00:00Z')).toBe(2);
    expect(callsIn('2025-10-04T09:59:59.999Z', '2025-10-04T11:00:00.001Z')).toBe(4);
    expect(callsIn('2025-10-04T10:00:00.001Z', '2025-10-04T10:59:59.999Z')).toBe(0);
    expect(callsIn('2025-10-04T10:00:00.001Z')).toBe(2);
    expect(callsIn(undefined, '2025-10-04T10:00:00.001Z')).toBe(2);
    expect(callsIn('2025-10-04T11:00:00Z', '2025-10-04T10:00:00Z')).toBe(0);
  });
});

describe('readCostGroups', () => {
  it('puts the largest cost first, then the name, and what has no name or price last', () => {
    const of = (agent: string | null, cost = price({ input: 5 })) => modelCall(undefined, { agent, cost });
    const database = databaseWith([
      of('unpriced', noPrice()),
      of(null),
      of('b'),
      of('a'),
      of('large', price({ input: 9 })),
      of('Z'),
    ]);
    const groups = readCostGroups(database, { by: 'agent', timeZone: 'UTC' });
    expect(groups.map(({ key }) => key)).toEqual(['large', 'Z', 'a', 'b', null, 'unpriced']);
  });

  it('puts the same model of several providers together', () => {
    const database = databaseWith([
      modelCall(undefined),
      modelCall(undefined, { provider: 'azure.ai.openai' }),
    ]);
    expect(readCostGroups(database, { by: 'model', timeZone: 'UTC' })).toMatchObject([
      { key: 'gpt-4o', totals: { calls: 2 } },
    ]);
  });

  it('counts days in the zone, skipping those without calls', () => {
    const database = databaseWith([
      modelCall(undefined, at('2025-10-03T18:29:59.999Z')),
      modelCall(undefined, at('2025-10-03T18:30:00.000Z')),
      modelCall(undefined, at('2025-12-31T20:00:00.000Z')),
      invocation('no model call', at('2025-10-09T00:00:00Z')),
    ]);
    const daysIn = (timeZone: string) =>
      readCostGroups(database, { by: 'day', timeZone }).map(({ key, totals }) => [key, totals.calls]);
    expect(daysIn('Asia/Kolkata')).toEqual([
      ['2025-10-03', 1],
      ['2025-10-04', 1],
      ['2026-01-01', 1],
    ]);
    expect(daysIn('UTC')).toEqual([
      ['2025-10-03', 2],
      ['2025-12-31', 1],
    ]);
  });

  it('cuts days at the ends of the range', () => {
    const database = databaseWith([
      modelCall(undefined, at('2025-10-04T08:00:00Z')),
      modelCall(undefined, at('2025-10-04T12:00:00Z')),
      modelCall(undefined, at('2025-10-05T12:00:00Z')),
    ]);
    const filter = { start: new Date('2025-10-04T09:15:00Z'), end: new Date('2025-10-05T12:00:00Z') };
    const groups = readCostGroups(database, { by: 'day', timeZone: 'UTC', filter });
    expect(groups).toMatchObject([{ key: '2025-10-04', totals: { calls: 1 } }]);
  });
});

describe('models without a price', () => {
  it('are those with calls that had something to price, most calls first', () => {
    const unpriced = (model: string | null) => modelCall(undefined, { model, cost: noPrice() });
    const database = databaseWith([
      modelCall(undefined),
      modelCall(undefined, failed),
      unpriced(null),
      unpriced('b'),
      unpriced('a'),
      unpriced('b'),
    ]);
    expect(readCosts(database, { by: [], timeZone: 'UTC' }).unpriced).toEqual([
      { model: 'b', provider: 'openai', calls: 2, tokens: 300 },
      { model: 'a', provider: 'openai', calls: 1, tokens: 150 },
      { model: null, provider: 'openai', calls: 1, tokens: 150 },
    ]);
  });
});
