import type { SpanRecord } from '@kagura/core';
import { MetricsReader } from './metrics-reader';
import { SeededStore } from './test/seeded-store';
import { invocation, modelCall, priced, type SpanSeed, unpriced } from './test/span-records';

let store: SeededStore | undefined;

afterEach(() => {
  store?.remove();
  store = undefined;
});

function readerOf(spans: readonly SpanRecord[], timeZone?: string): MetricsReader {
  store = new SeededStore(spans);
  return new MetricsReader(store.source(timeZone));
}

describe('getStats', () => {
  test('counts invocations, and the tokens and cost of the model calls inside', async () => {
    const calls = [100, 200, 300, 400].map((durationMs, minute) =>
      invocation('search_agent', { at: `2025-10-04T10:0${minute}:00Z`, durationMs }),
    );
    const failed = invocation('search_agent', {
      at: '2025-10-04T10:04:00Z',
      durationMs: 60_000,
      status: 'error',
    });
    const inner = modelCall('gpt-4o-mini', {
      inside: calls[0],
      durationMs: 500,
      ...priced(1_500_000_000),
      usage: { inputTokens: 1_000, cachedReadTokens: 600, outputTokens: 50 },
    });
    const reader = readerOf([...calls, failed, inner, invocation('other_agent')]);
    expect(await reader.getStats('search_agent')).toEqual({
      agent: 'search_agent',
      totalCalls: 5,
      errors: 1,
      successRate: 0.8,
      avgLatencyMs: 12_200,
      p50LatencyMs: 300,
      p90LatencyMs: 60_000,
      p95LatencyMs: 60_000,
      p99LatencyMs: 60_000,
      maxLatencyMs: 60_000,
      percentilesExact: true,
      callsPerMinute: 1,
      tokensPerSecond: 100,
      totalCost: 1.5,
      inputTokens: 1_000,
      outputTokens: 50,
      cachedReadTokens: 600,
      firstAt: new Date('2025-10-04T10:00:00Z'),
      lastAt: new Date('2025-10-04T10:04:00Z'),
    });
  });

  test('an agent that was never called has no calls and nothing measured', async () => {
    expect(await readerOf([invocation('other_agent')]).getStats('search_agent')).toEqual({
      agent: 'search_agent',
      totalCalls: 0,
      errors: 0,
      successRate: null,
      avgLatencyMs: null,
      p50LatencyMs: null,
      p90LatencyMs: null,
      p95LatencyMs: null,
      p99LatencyMs: null,
      maxLatencyMs: null,
      percentilesExact: true,
      callsPerMinute: null,
      tokensPerSecond: null,
      totalCost: null,
      inputTokens: 0,
      outputTokens: 0,
      cachedReadTokens: 0,
      firstAt: null,
      lastAt: null,
    });
  });

  const unpricedCall = modelCall('glm-5.2', { agent: 'my_agent', ...unpriced({ inputTokens: 1 }) });
  test.each<[string, SpanRecord[], number | null]>([
    ['unknown where no usage was seen', [invocation('my_agent', { usageMissing: true })], null],
    ['unknown where none has a price', [invocation('my_agent'), unpricedCall], null],
    ['nothing where other agents made the calls', [invocation('my_agent')], 0],
  ])('the cost of its own model calls is %s', async (_, calls, totalCost) => {
    const stats = await readerOf(calls).getStats('my_agent');
    expect(stats).toMatchObject({ totalCalls: 1, totalCost });
  });

  test.each([
    [{ period: 'this_month' }, 'UTC', 1],
    [{ period: '2025-11' }, 'UTC', 0],
    [{ period: '2025-11' }, 'Asia/Tokyo', 1],
    [{ start: new Date('2025-10-31T23:30:00Z') }, 'UTC', 1],
    [{ end: new Date('2025-10-31T23:30:00Z') }, 'UTC', 0],
  ])('%j in %s holds %d of its calls', async (selection, timeZone, totalCalls) => {
    const reader = readerOf([invocation('my_agent', { at: '2025-10-31T23:30:00Z' })], timeZone);
    expect(await reader.getStats('my_agent', selection)).toMatchObject({ totalCalls });
  });
});

describe('getSlowCalls', () => {
  const slow = (latencyMs: number, seed: SpanSeed = {}): SpanRecord =>
    invocation('api_agent', { durationMs: latencyMs, ...seed });

  test('are those above the threshold, slowest first, with their arguments', async () => {
    const slowest = slow(2_100.125, {
      at: '2025-10-04T10:30:15.250Z',
      status: 'error',
      content: { input: '["/users",{"page":2}]', output: null },
    });
    const reader = readerOf([
      slow(1_000),
      slow(1_000.001),
      slowest,
      invocation('other', { durationMs: 9_000 }),
    ]);
    const calls = await reader.getSlowCalls('api_agent', { thresholdMs: 1_000 });
    expect(calls).toEqual([
      {
        timestamp: new Date('2025-10-04T10:30:15.250Z'),
        latencyMs: 2_100.125,
        args: ['/users', { page: 2 }],
        traceId: slowest.traceId,
        spanId: slowest.spanId,
        status: 'error',
      },
      expect.objectContaining({ latencyMs: 1_000.001, args: undefined, status: 'ok' }),
    ]);
  });

  test('text that another instrumentation kept in place of arguments gives none', async () => {
    const reader = readerOf([slow(2, { content: { input: 'What is AI?', output: null } })]);
    expect(await reader.getSlowCalls('api_agent', { thresholdMs: 1 })).toMatchObject([{ args: undefined }]);
  });

  test.each([
    [{ limit: 2 }, [9, 8]],
    [{ since: new Date('2025-10-05T00:00:00Z') }, [9, 7]],
    [{ until: new Date('2025-10-05T00:00:00Z') }, [8]],
    [{ since: new Date('2025-10-05T00:00:00Z'), until: new Date('2025-10-06T00:00:00Z') }, [7]],
  ])('%j keeps %j', async (query, latencies) => {
    const reader = readerOf([
      slow(8, { at: '2025-10-04T23:59:59Z' }),
      slow(7, { at: '2025-10-05T00:00:00Z' }),
      slow(9, { at: '2025-10-06T00:00:00Z' }),
    ]);
    const calls = await reader.getSlowCalls('api_agent', { thresholdMs: 1, ...query });
    expect(calls.map((call) => call.latencyMs)).toEqual(latencies);
  });

  test('refuses a date that is none', async () => {
    const query = { thresholdMs: 1, since: new Date(Number.NaN) };
    await expect(readerOf([]).getSlowCalls('api_agent', query)).rejects.toThrow(/valid dates/);
  });
});
