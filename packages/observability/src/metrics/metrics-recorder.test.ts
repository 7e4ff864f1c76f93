import { ConfigurationError } from '@kagura/core';
import { collectAll, collectMetrics, pointsOf } from './collect-metrics.suite';
import { MetricsRecorder, type MetricsRecorderOptions } from './metrics-recorder';
import { agentSpan, failed, modelSpan, stepSpan, toolSpan, UNPRICED } from './sample-span.suite';

const service = { 'service.name': 'shop', 'deployment.environment.name': 'production' };
const call = {
  ...service,
  'gen_ai.agent.name': 'search_agent',
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
};
const ok = { ...call, status: 'ok' };

function newRecorder(options: Partial<MetricsRecorderOptions> = {}): MetricsRecorder {
  return new MetricsRecorder({ serviceName: 'shop', environment: 'production', ...options });
}

describe('a model call', () => {
  it('adds its tokens by type, its cost in dollars and its finish reason', async () => {
    const recorder = newRecorder();
    const usage = { inputTokens: 1200, outputTokens: 350, cachedReadTokens: 600, reasoningTokens: 100 };
    recorder.record(modelSpan({ usage }));
    recorder.record(modelSpan({ usage }));
    expect(await pointsOf(recorder, 'kagura.tokens')).toEqual([
      { labels: { ...ok, 'gen_ai.token.type': 'input' }, value: 2400 },
      { labels: { ...ok, 'gen_ai.token.type': 'output' }, value: 700 },
      { labels: { ...ok, 'gen_ai.token.type': 'cached' }, value: 1200 },
      { labels: { ...ok, 'gen_ai.token.type': 'reasoning' }, value: 200 },
    ]);
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([{ labels: ok, value: 0.013 }]);
    expect(await pointsOf(recorder, 'kagura.finish')).toEqual([
      { labels: { ...ok, reason: 'stop' }, value: 2 },
    ]);
    expect(await pointsOf(recorder, 'kagura.unpriced.calls')).toEqual([]);
  });

  it("feeds the conventions' histograms with their labels and no others of ours but the agent", async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan());
    expect(await pointsOf(recorder, 'gen_ai.client.operation.duration')).toEqual([
      { labels: call, value: 1 },
    ]);
    expect(await pointsOf(recorder, 'gen_ai.client.token.usage')).toEqual([
      { labels: { ...call, 'gen_ai.token.type': 'input' }, value: 1 },
      { labels: { ...call, 'gen_ai.token.type': 'output' }, value: 1 },
    ]);
  });

  it('puts a duration on a boundary into the bucket that the boundary closes', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ durationUs: 640_000 }));
    recorder.record(modelSpan({ durationUs: 640_001 }));
    const metrics = await collectMetrics(recorder);
    const point = metrics.find(({ descriptor }) => descriptor.name === 'gen_ai.client.operation.duration')
      ?.dataPoints[0];
    const value = point?.value as { buckets: { boundaries: number[]; counts: number[] }; sum: number };
    const at = value.buckets.boundaries.indexOf(0.64);
    expect(value.buckets.counts.slice(at, at + 2)).toEqual([1, 1]);
    expect(value.sum).toBe(1.280001);
  });

  it('says what failed, and does not call a failure without usage unpriced', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan(failed('RateLimitError')));
    recorder.record(modelSpan({ ...failed('x'), error: null }));
    const points = await pointsOf(recorder, 'gen_ai.client.operation.duration');
    expect(points.map(({ labels }) => labels['error.type'])).toEqual(['RateLimitError', '_OTHER']);
    expect(await pointsOf(recorder, 'kagura.unpriced.calls')).toEqual([]);
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([]);
  });

  it.each([
    ['that has no known price', UNPRICED],
    ['that succeeded without being priced', null],
  ])('%s counts as unpriced and adds no cost', async (_, cost) => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ cost }));
    expect(await pointsOf(recorder, 'kagura.unpriced.calls')).toEqual([{ labels: ok, value: 1 }]);
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([]);
  });

  it('leaves unknown and impossible numbers out', async () => {
    const recorder = newRecorder();
    recorder.record(
      modelSpan({ usage: { inputTokens: Number.NaN, outputTokens: -1 }, durationUs: Number.NaN }),
    );
    expect(await pointsOf(recorder, 'kagura.tokens')).toEqual([]);
    expect(await pointsOf(recorder, 'gen_ai.client.token.usage')).toEqual([]);
    expect((await pointsOf(recorder, 'gen_ai.client.operation.duration')).map(({ value }) => value)).toEqual([
      0,
    ]);
  });

  it('whose latency is not tracked stays out of every duration but keeps its tokens', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ latencyTracked: false, timeToFirstChunkUs: 1000 }));
    recorder.record(agentSpan({ latencyTracked: false }));
    const names = (await collectMetrics(recorder)).map(({ descriptor }) => descriptor.name);
    expect(names).toEqual([
      'gen_ai.client.token.usage',
      'kagura.agent.steps',
      'kagura.cost.usd',
      'kagura.tokens',
      'kagura.finish',
      'kagura.agent.calls',
    ]);
  });

  it('that streamed tells its time to the first chunk', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ timeToFirstChunkUs: 120_000 }));
    expect(await pointsOf(recorder, 'kagura.time_to_first_chunk.seconds')).toEqual([
      { labels: ok, value: 1 },
    ]);
  });

  it('outside any agent is shown as such', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ agent: null }));
    const [point] = await pointsOf(recorder, 'kagura.cost.usd');
    expect(point?.labels['gen_ai.agent.name']).toBe('(no agent)');
  });

  it('with an empty name has the same series as one without: Prometheus cannot tell them apart', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ provider: '' }));
    recorder.record(modelSpan({ provider: null }));
    const { 'gen_ai.provider.name': _, ...labels } = ok;
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([{ labels, value: 0.013 }]);
  });

  it('whose provider invents finish reasons fills 64 series, and the rest are counted as other', async () => {
    const recorder = newRecorder();
    for (let number = 0; number < 100; number++)
      recorder.record(modelSpan({ finishReason: `because ${number}` }));
    const points = await pointsOf(recorder, 'kagura.finish');
    expect(points).toHaveLength(65);
    expect(points.at(-1)).toEqual({ labels: { ...ok, reason: 'other' }, value: 36 });
  });
});

describe('agents, tools and steps', () => {
  it('count calls, and own neither tokens nor cost even where a span carries them', async () => {
    const recorder = newRecorder();
    const { usage, cost } = modelSpan();
    recorder.record(agentSpan({ usage, cost }));
    recorder.record(toolSpan({ usage, cost }));
    recorder.record(stepSpan());
    const names = (await collectMetrics(recorder)).map(({ descriptor }) => descriptor.name);
    expect(names).toEqual([
      'kagura.agent.duration.seconds',
      'kagura.agent.steps',
      'kagura.agent.calls',
      'kagura.tool.calls',
    ]);
    const agent = { ...service, 'gen_ai.agent.name': 'search_agent', status: 'ok' };
    expect(await pointsOf(recorder, 'kagura.agent.calls')).toEqual([{ labels: agent, value: 1 }]);
    expect(await pointsOf(recorder, 'kagura.agent.duration.seconds')).toEqual([{ labels: agent, value: 1 }]);
    expect(await pointsOf(recorder, 'kagura.tool.calls')).toEqual([
      { labels: { ...agent, 'gen_ai.tool.name': 'lookup' }, value: 1 },
    ]);
  });

  it('count failures apart', async () => {
    const recorder = newRecorder();
    recorder.record(agentSpan());
    recorder.record(agentSpan(failed('TypeError')));
    recorder.record(agentSpan(failed('TypeError')));
    const points = await pointsOf(recorder, 'kagura.agent.calls');
    expect(points.map(({ labels, value }) => [labels.status, labels['error.type'], value])).toEqual([
      ['ok', undefined, 1],
      ['error', 'TypeError', 2],
    ]);
  });

  it('are active between their start and their end', async () => {
    const recorder = newRecorder();
    recorder.callStarted('a');
    recorder.callStarted('a');
    recorder.callStarted('b');
    recorder.callEnded('a');
    recorder.callEnded('b');
    recorder.callEnded('b');
    const points = await pointsOf(recorder, 'kagura.agent.active');
    expect(points.map(({ labels, value }) => [labels['gen_ai.agent.name'], value])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });
});

describe('steps of an agent', () => {
  const inside = { agentSpanId: 'a' };

  it('are the model calls, tool calls and steps inside its invocation, failed or not', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan(inside));
    recorder.record(modelSpan({ ...inside, ...failed('RateLimitError') }));
    recorder.record(toolSpan(inside));
    recorder.record({ ...stepSpan(), ...inside });
    recorder.record(modelSpan({ agentSpanId: 'another' }));
    recorder.record(modelSpan({ agentSpanId: null }));
    recorder.record(agentSpan({ spanId: 'a', agentSpanId: 'a' }));
    recorder.record(agentSpan({ spanId: 'empty', agentSpanId: 'empty' }));
    const metrics = await collectMetrics(recorder);
    const steps = metrics.find(({ descriptor }) => descriptor.name === 'kagura.agent.steps');
    expect(steps?.dataPoints[0]).toMatchObject({
      attributes: { ...service, 'gen_ai.agent.name': 'search_agent', status: 'ok' },
      value: { count: 2, sum: 4 },
    });
  });
});

describe('retries', () => {
  it('are calls that the application made again, and requests that a client sent again', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan({ attributes: { 'kagura.attempt': 3 } }));
    recorder.record(modelSpan());
    recorder.addRetries(modelSpan(), 2);
    expect(await pointsOf(recorder, 'kagura.retries')).toEqual([{ labels: call, value: 3 }]);
  });
});

it('counts what Kagura itself lost, broke and did not learn', async () => {
  const recorder = newRecorder();
  recorder.addDropped('queue_full', 3);
  recorder.addDropped('queue_full', 4);
  recorder.addDropped('disk_full', 0);
  recorder.addInternalError('capture');
  recorder.addMissingUsage('search_agent');
  recorder.addMissingUsage(null);
  expect(await pointsOf(recorder, 'kagura.dropped')).toEqual([
    { labels: { ...service, reason: 'queue_full' }, value: 7 },
  ]);
  expect(await pointsOf(recorder, 'kagura.internal.errors')).toEqual([
    { labels: { ...service, where: 'capture' }, value: 1 },
  ]);
  const missing = await pointsOf(recorder, 'kagura.usage.missing');
  expect(missing.map(({ labels }) => labels['gen_ai.agent.name'])).toEqual(['search_agent', '(no agent)']);
});

describe('labels', () => {
  const context = { user: 'user-1', session: 'session-1', tenant: 'acme', tags: { feature: 'search' } };
  const span = modelSpan({ context, attributes: { attempt: 2, list: ['a'] } });

  it('never hold a user, session, tenant, tag or attribute by themselves', async () => {
    const recorder = newRecorder();
    recorder.record(span);
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([{ labels: ok, value: 0.0065 }]);
  });

  it('hold those that were asked for', async () => {
    const recorder = newRecorder({ labels: ['tenant', 'feature', 'attempt', 'list', 'absent'] });
    recorder.record(span);
    recorder.record(modelSpan());
    recorder.record(agentSpan({ context }));
    recorder.record(toolSpan({ context }));
    expect(await pointsOf(recorder, 'kagura.cost.usd')).toEqual([
      { labels: { ...ok, tenant: 'acme', feature: 'search', attempt: '2' }, value: 0.0065 },
      { labels: ok, value: 0.0065 },
    ]);
    expect((await pointsOf(recorder, 'kagura.agent.calls'))[0]?.labels.tenant).toBe('acme');
    expect((await pointsOf(recorder, 'kagura.tool.calls'))[0]?.labels.tenant).toBe('acme');
  });

  it.each([
    ['service_name', 'taken'],
    ['le', 'taken'],
    ['__name__', 'begin with a letter'],
    ['9lives', 'begin with a letter'],
    ['tenant tenant', 'taken'],
  ])('refuse the name %p', (name, reason) => {
    expect(() => newRecorder({ labels: ['tenant_tenant', name] })).toThrow(ConfigurationError);
    expect(() => newRecorder({ labels: ['tenant_tenant', name] })).toThrow(reason);
  });

  it.each([9, 10.5, Number.NaN])('refuse a limit of %p series', (maxSeries) => {
    expect(() => newRecorder({ maxSeries })).toThrow(ConfigurationError);
  });
});

describe('producer', () => {
  it('gives cumulative points from when counting began to when they were read', async () => {
    let nowUs = 1_760_000_000_000_000;
    const recorder = newRecorder({ nowUs: () => nowUs });
    nowUs += 1_500_000;
    recorder.record(modelSpan());
    const [first] = await collectMetrics(recorder);
    expect(first?.dataPoints[0]).toMatchObject({
      startTime: [1_760_000_000, 0],
      endTime: [1_760_000_001, 500_000_000],
    });
    nowUs -= 10_000_000;
    const [later] = await collectMetrics(recorder);
    expect(later?.dataPoints[0]).toMatchObject({
      startTime: [1_760_000_000, 0],
      endTime: [1_760_000_000, 0],
    });
  });

  it('gives points that later calls do not change', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan());
    const before = await collectMetrics(recorder);
    const copy = structuredClone(before);
    recorder.record(modelSpan());
    expect(before).toEqual(copy);
  });

  it('names the unit only for the scrape, where nobody else would', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan());
    const otlp = (await collectMetrics(recorder, 'otlp')).map(({ descriptor }) => descriptor.name);
    const scrape = (await collectMetrics(recorder, 'prometheus')).map(({ descriptor }) => descriptor.name);
    expect(otlp.slice(0, 2)).toEqual(['gen_ai.client.operation.duration', 'gen_ai.client.token.usage']);
    expect(scrape).toEqual(['gen_ai.client.operation.duration.seconds', ...otlp.slice(1)]);
  });

  it('uses one scope, since an older exporter prints a metric of two scopes twice', async () => {
    const recorder = newRecorder();
    recorder.record(modelSpan());
    const { scopeMetrics } = await collectAll(recorder);
    expect(scopeMetrics.map(({ scope }) => scope.name)).toEqual(['@kagura/observability']);
  });

  it('loads the SDK no earlier than the first collection', async () => {
    const loaded = jest.fn();
    await jest.isolateModulesAsync(async () => {
      jest.doMock('@opentelemetry/sdk-metrics', () => {
        loaded();
        return jest.requireActual('@opentelemetry/sdk-metrics');
      });
      const isolated = require('./metrics-recorder') as typeof import('./metrics-recorder');
      const recorder = new isolated.MetricsRecorder({ serviceName: 'shop' });
      recorder.record(modelSpan());
      const producer = recorder.producer('otlp');
      expect(loaded).not.toHaveBeenCalled();
      await producer.collect();
      expect(loaded).toHaveBeenCalledTimes(1);
    });
  });
});
