import { collectMetrics, pointsOf } from './collect-metrics.suite';
import { MetricsRecorder } from './metrics-recorder';
import { agentSpan } from './sample-span.suite';

const newRecorder = () => new MetricsRecorder({ serviceName: 'shop', maxSeries: 10 });

/** Values of the gauges that have one, by the name of the metric. */
async function gauges(recorder: MetricsRecorder): Promise<Record<string, unknown>> {
  const metrics = await collectMetrics(recorder);
  return Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]),
  );
}

describe('what is read when metrics are collected', () => {
  it('comes in the unit that the name says', async () => {
    const recorder = newRecorder();
    recorder.health.observe('storeSize', () => 4_096);
    recorder.health.observe('writeLag', () => 1_500_000);
    recorder.health.observe('pricesAge', () => 86_400);
    expect(await gauges(recorder)).toEqual({
      'kagura.store.size.bytes': 4_096,
      'kagura.store.write_lag.seconds': 1.5,
      'kagura.prices.age.seconds': 86_400,
    });
  });

  it('is told apart by its labels', async () => {
    const recorder = newRecorder();
    recorder.health.observe('queueSize', () => 3, { queue: 'store' });
    recorder.health.observe('queueSize', () => 0, { queue: 'export' });
    const points = await pointsOf(recorder, 'kagura.queue.size');
    expect(points.map(({ labels, value }) => [labels.queue, value])).toEqual([
      ['store', 3],
      ['export', 0],
    ]);
  });

  it('follows what is read, and is absent while there is nothing to tell or it cannot be read', async () => {
    const recorder = newRecorder();
    const read = jest.fn<number | undefined, []>().mockReturnValueOnce(1).mockReturnValueOnce(undefined);
    read.mockImplementationOnce(() => {
      throw new Error('gone');
    });
    read.mockReturnValueOnce(2);
    recorder.health.observe('storeSize', read);
    const name = 'kagura.store.size.bytes';
    expect(await gauges(recorder)).toEqual({ [name]: 1 });
    expect(await gauges(recorder)).toEqual({});
    expect(await gauges(recorder)).toEqual({});
    expect(await gauges(recorder)).toEqual({ [name]: 2 });
  });
});

it('begins its counts at 0 where that is asked for, so that the first loss is seen as growth', async () => {
  const recorder = newRecorder();
  recorder.health.dropped('export_queue', 0);
  recorder.health.exportErrors('traces', 0);
  expect(await pointsOf(recorder, 'kagura.dropped')).toEqual([
    { labels: { 'service.name': 'shop', reason: 'export_queue' }, value: 0 },
  ]);
  expect(await pointsOf(recorder, 'kagura.export.errors')).toEqual([
    { labels: { 'service.name': 'shop', signal: 'traces' }, value: 0 },
  ]);
});

describe('label sets beyond the most that a metric may have', () => {
  const record = (recorder: MetricsRecorder, agents: number) => {
    for (let n = 0; n < agents; n += 1) recorder.record(agentSpan({ agent: `agent ${n}` }));
  };

  it('are counted when they are added up under other', async () => {
    const recorder = newRecorder();
    record(recorder, 12);
    expect((await pointsOf(recorder, 'kagura.labels.folded'))[0]?.value).toBeGreaterThanOrEqual(2);
    const calls = await pointsOf(recorder, 'kagura.agent.calls');
    expect(calls.at(-1)).toMatchObject({ labels: { 'gen_ai.agent.name': 'other' }, value: 2 });
  });

  it('are not counted while there is room', async () => {
    const recorder = newRecorder();
    record(recorder, 10);
    expect(await pointsOf(recorder, 'kagura.labels.folded')).toEqual([]);
  });
});
