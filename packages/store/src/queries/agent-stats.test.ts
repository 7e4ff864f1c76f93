import type { SpanRecord } from '@kagura/core';
import { invocation, microseconds, modelCall, START } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readAgentStats } from './agent-stats';

afterEach(cleanUp);

const MINUTE_US = 60_000_000;
const start = microseconds(START);

describe('readAgentStats', () => {
  it('counts invocations, and the cost of their own model calls', () => {
    const outer = invocation('outer', { durationUs: 400_500, status: 'error' });
    const inner = invocation('inner', { traceId: outer.traceId, parentSpanId: outer.spanId });
    const second = invocation('outer', { startUs: start + MINUTE_US, durationUs: MINUTE_US });
    const stats = readAgentStats(databaseWith([modelCall(inner), inner, modelCall(outer), outer, second]));
    expect(stats).toEqual([
      expect.objectContaining({
        agent: 'outer',
        totalCalls: 2,
        errors: 1,
        successRate: 0.5,
        avgLatencyMs: 30_200.25,
        p50LatencyMs: 400.5,
        p90LatencyMs: 60_000,
        maxLatencyMs: 60_000,
        callsPerMinute: 1,
        cost: expect.objectContaining({ calls: 1, nanoUsd: 750_000 }),
        firstAt: START,
        lastAt: new Date(START.getTime() + 60_000),
      }),
      expect.objectContaining({ agent: 'inner', totalCalls: 1, successRate: 1, callsPerMinute: 600 }),
    ]);
  });

  it('puts most invocations first, then the name, and what is outside any agent last', () => {
    const calls = [
      modelCall(undefined),
      modelCall(undefined),
      modelCall(undefined),
      invocation('b'),
      invocation('a'),
      invocation('many'),
      invocation('many'),
    ];
    expect(readAgentStats(databaseWith(calls)).map(({ agent }) => agent)).toEqual(['many', 'a', 'b', null]);
  });

  it('does not know the cost of an agent that told nothing of its usage, but that of one that only delegates', () => {
    const calls = [invocation('silent', { usageMissing: true }), invocation('delegating')];
    expect(readAgentStats(databaseWith(calls)).map(({ agent, cost }) => [agent, cost.nanoUsd])).toEqual([
      ['delegating', 0],
      ['silent', null],
    ]);
  });

  it('counts the model calls where there is no agent', () => {
    const [stats] = readAgentStats(
      databaseWith([modelCall(undefined, { status: 'error', durationUs: 2_000 })]),
    );
    expect(stats).toMatchObject({ agent: null, totalCalls: 1, errors: 1, successRate: 0, p99LatencyMs: 2 });
  });

  it('lists an agent that is only named by model calls', () => {
    const [stats] = readAgentStats(databaseWith([modelCall(undefined, { agent: 'named' })]));
    expect(stats).toMatchObject({
      agent: 'named',
      totalCalls: 0,
      successRate: null,
      avgLatencyMs: null,
      p95LatencyMs: null,
      callsPerMinute: null,
      firstAt: null,
      lastAt: null,
      cost: { calls: 1 },
    });
  });

  it('is empty without calls', () => {
    expect(readAgentStats(databaseWith([]))).toEqual([]);
  });

  it('leaves calls without latency tracking out of latencies and of tokens per second', () => {
    const agent = invocation('agent', { durationUs: 1_000 });
    const untracked = { latencyTracked: false, durationUs: 5_000_000 };
    const database = databaseWith([
      modelCall(agent, { durationUs: 500_000 }),
      modelCall(agent, untracked),
      modelCall(agent, { durationUs: 500_000, status: 'error' }),
      modelCall(agent, { durationUs: 500_000, usage: null }),
      agent,
      invocation('agent', untracked),
    ]);
    expect(readAgentStats(database)).toMatchObject([
      { totalCalls: 2, avgLatencyMs: 1, maxLatencyMs: 1, tokensPerSecond: 100 },
    ]);
  });

  it('has no rate of calls that took no time, nor of tokens that are unknown', () => {
    const agent = invocation('agent', { durationUs: 0 });
    const database = databaseWith([agent, modelCall(agent, { usage: { inputTokens: 3 } })]);
    expect(readAgentStats(database)).toMatchObject([{ callsPerMinute: null, tokensPerSecond: null }]);
  });

  it('keeps, for a model, the invocations that used it', () => {
    const both = invocation('both');
    const other = invocation('other');
    const claude = { model: 'claude-sonnet-5', provider: 'anthropic' };
    const database = databaseWith([
      modelCall(both),
      modelCall(both, claude),
      both,
      modelCall(other, claude),
      other,
      invocation('both', { durationUs: 900_000 }),
      modelCall(undefined),
    ]);
    const expected = [
      { agent: 'both', totalCalls: 1, maxLatencyMs: 100, cost: { calls: 1 } },
      { agent: null, totalCalls: 1, cost: { calls: 1 } },
    ];
    expect(readAgentStats(database, { model: 'gpt-4o' })).toMatchObject(expected);
    expect(readAgentStats(database, { provider: 'openai' })).toMatchObject(expected);
    expect(readAgentStats(database, { provider: 'openai', model: 'claude-sonnet-5' })).toEqual([]);
  });
});

describe('percentiles', () => {
  /** As many calls as asked for, over four hours, that take 1, 2, 3, … milliseconds in some order. */
  const calls = (count: number): SpanRecord[] =>
    Array.from({ length: count }, (_, index) =>
      invocation('agent', {
        startUs: start + index * MINUTE_US * (240 / count),
        durationUs: 1_000 + ((index * 7) % count) * 1_000,
      }),
    );

  it('are exact for 10,000 calls', () => {
    expect(readAgentStats(databaseWith(calls(10_000)))).toMatchObject([
      {
        percentilesExact: true,
        p50LatencyMs: 5_000,
        p90LatencyMs: 9_000,
        p95LatencyMs: 9_500,
        p99LatencyMs: 9_900,
      },
    ]);
  });

  it('are within 1 % for more, edges of hours included', () => {
    const filter = { start: new Date(START.getTime() + 1), end: new Date(START.getTime() + 239 * 60_000) };
    const tracked = calls(12_001);
    const untracked = calls(2_000).map((call) => ({ ...call, latencyTracked: false, durationUs: 1e9 }));
    const within = tracked.filter(
      ({ startUs }) => startUs >= start + 1_000 && startUs < start + 239 * MINUTE_US,
    );
    const sorted = within.map(({ durationUs }) => durationUs / 1_000).sort((a, b) => a - b);
    const [stats] = readAgentStats(databaseWith([...tracked, ...untracked]), filter);
    expect(stats).toMatchObject({
      percentilesExact: false,
      maxLatencyMs: sorted.at(-1),
    });
    for (const [percent, latency] of [
      [50, stats?.p50LatencyMs],
      [90, stats?.p90LatencyMs],
      [95, stats?.p95LatencyMs],
      [99, stats?.p99LatencyMs],
    ] as const) {
      const exact = sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? Number.NaN;
      expect(Math.abs((latency ?? Number.NaN) - exact) / exact).toBeLessThanOrEqual(0.01);
    }
  });
});
