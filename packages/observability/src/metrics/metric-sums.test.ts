import type { SpanRecord } from '@kagura/core';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { collectMetrics, pointsIn } from './collect-metrics.suite';
import { MetricsRecorder } from './metrics-recorder';
import { agentSpan, failed, modelSpan, priced, toolSpan, UNPRICED } from './sample-span.suite';

const name = fc.constantFrom('a', 'b', 'c', 'other', '', '"\\\n', '__proto__');
const tokens = fc.option(fc.nat(2_000_000), { nil: undefined });

const anySpan: fc.Arbitrary<SpanRecord> = fc
  .record({
    make: fc.constantFrom(modelSpan, modelSpan, agentSpan, toolSpan),
    agent: fc.option(name),
    model: fc.option(name),
    provider: fc.option(name),
    failure: fc.option(name),
    nanoUsd: fc.option(fc.nat(2_000_000_000)),
    usage: fc.record({
      inputTokens: tokens,
      outputTokens: tokens,
      cachedReadTokens: tokens,
      reasoningTokens: tokens,
    }),
    durationUs: fc.nat(900_000_000),
    finishReason: fc.option(name),
  })
  .map(({ make, agent, model, provider, failure, nanoUsd, ...rest }) => {
    if (make !== modelSpan) return make({ agent, ...(failure === null ? {} : failed(failure)) });
    const cost = nanoUsd === null ? UNPRICED : priced(nanoUsd);
    return make({ ...rest, agent, model, provider, cost, ...(failure === null ? {} : failed(failure)) });
  });

function total(metrics: readonly MetricData[], metric: string, label?: string, value?: string): number {
  return pointsIn(metrics, metric)
    .filter(({ labels }) => label === undefined || labels[label] === value)
    .reduce((sum, point) => sum + point.value, 0);
}

function sumOf(spans: readonly SpanRecord[], read: (span: SpanRecord) => number | null | undefined): number {
  return spans.reduce((sum, span) => sum + (read(span) ?? 0), 0);
}

describe.each([10, 40, 2_000])('with room for %p series', (maxSeries) => {
  it('sums over series equal sums over spans, and no metric has more series than it may', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySpan, { maxLength: 120 }), async (spans) => {
        const recorder = new MetricsRecorder({ serviceName: 'shop', maxSeries });
        for (const span of spans) recorder.record(span);
        const metrics = await collectMetrics(recorder);
        const calls = spans.filter(({ kind }) => kind === 'model');
        const type = 'gen_ai.token.type';
        expect(total(metrics, 'kagura.tokens', type, 'input')).toBe(
          sumOf(calls, ({ usage }) => usage?.inputTokens),
        );
        expect(total(metrics, 'kagura.tokens', type, 'output')).toBe(
          sumOf(calls, ({ usage }) => usage?.outputTokens),
        );
        expect(total(metrics, 'kagura.tokens', type, 'cached')).toBe(
          sumOf(calls, ({ usage }) => usage?.cachedReadTokens),
        );
        expect(total(metrics, 'kagura.tokens', type, 'reasoning')).toBe(
          sumOf(calls, ({ usage }) => usage?.reasoningTokens),
        );
        expect(total(metrics, 'gen_ai.client.operation.duration')).toBe(calls.length);
        expect(total(metrics, 'kagura.finish')).toBe(calls.filter(({ finishReason }) => finishReason).length);
        expect(total(metrics, 'kagura.unpriced.calls')).toBe(
          calls.filter(({ cost }) => cost?.nanoUsd === null).length,
        );
        expect(total(metrics, 'kagura.agent.calls')).toBe(
          spans.filter(({ kind }) => kind === 'agent').length,
        );
        expect(total(metrics, 'kagura.tool.calls')).toBe(spans.filter(({ kind }) => kind === 'tool').length);
        const nanoUsd = pointsIn(metrics, 'kagura.cost.usd').map(({ value }) => Math.round(value * 1e9));
        expect(nanoUsd.reduce((sum, nano) => sum + nano, 0)).toBe(sumOf(calls, ({ cost }) => cost?.nanoUsd));
        for (const { dataPoints } of metrics) expect(dataPoints.length).toBeLessThanOrEqual(maxSeries + 1);
      }),
      { numRuns: 60 },
    );
  });
});

it('prints the double nearest to the exact sum of nano-dollars, whatever the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2_000_000_000), { minLength: 1, maxLength: 300 }), async (amounts) => {
      const recorder = new MetricsRecorder({ serviceName: 'shop' });
      for (const amount of amounts) recorder.record(modelSpan({ cost: priced(amount) }));
      const exact = amounts
        .reduce((sum, amount) => sum + BigInt(amount), 0n)
        .toString()
        .padStart(10, '0');
      const decimal = `${exact.slice(0, -9)}.${exact.slice(-9)}`;
      expect(pointsIn(await collectMetrics(recorder), 'kagura.cost.usd')[0]?.value).toBe(Number(decimal));
    }),
  );
});

it('keeps every count while a label takes 100,000 values', async () => {
  const recorder = new MetricsRecorder({ serviceName: 'shop' });
  for (let number = 0; number < 100_000; number++) {
    recorder.record(modelSpan({ model: `model-${number}`, finishReason: `reason-${number}` }));
    recorder.record(agentSpan({ agent: `agent-${number}` }));
    recorder.record(toolSpan({ name: `tool-${number}` }));
    recorder.callStarted(`agent-${number}`);
    recorder.addMissingUsage(`agent-${number}`);
  }
  const metrics = await collectMetrics(recorder);
  for (const { dataPoints } of metrics) expect(dataPoints.length).toBeLessThanOrEqual(2_001);
  expect(total(metrics, 'kagura.tokens', 'gen_ai.token.type', 'input')).toBe(120_000_000);
  expect(total(metrics, 'kagura.finish')).toBe(100_000);
  expect(total(metrics, 'kagura.agent.active')).toBe(100_000);
  const calls = [
    'gen_ai.client.operation.duration',
    'kagura.agent.calls',
    'kagura.tool.calls',
    'kagura.usage.missing',
  ];
  expect(calls.map((metric) => total(metrics, metric))).toEqual(calls.map(() => 100_000));
  const cost = pointsIn(metrics, 'kagura.cost.usd');
  expect(cost).toHaveLength(2_001);
  expect(cost.at(-1)).toEqual({
    labels: {
      'service.name': 'shop',
      'gen_ai.agent.name': 'other',
      'gen_ai.operation.name': 'other',
      'gen_ai.provider.name': 'other',
      'gen_ai.request.model': 'other',
      status: 'other',
      'error.type': 'other',
    },
    value: (98_000 * 6_500_000) / 1e9,
  });
});
