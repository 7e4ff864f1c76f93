import type { DataPoint, Histogram, MetricData } from '@opentelemetry/sdk-metrics';
import { deltaProducer } from './delta-producer';
import { MetricsRecorder } from './metrics-recorder';
import { agentSpan, modelSpan } from './sample-span.suite';

function start() {
  let nowUs = 1_760_000_000_000_000;
  const recorder = new MetricsRecorder({ serviceName: 'shop', nowUs: () => nowUs });
  const producer = deltaProducer(recorder.producer('otlp'));
  return {
    recorder,
    /** What is collected a second after the last time. */
    async collect(): Promise<ReadonlyMap<string, MetricData>> {
      nowUs += 1_000_000;
      const { resourceMetrics, errors } = await producer.collect();
      expect(errors).toEqual([]);
      const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
      return new Map(metrics.map((metric) => [metric.descriptor.name, metric]));
    },
  };
}

const values = (metric: MetricData | undefined) =>
  (metric?.dataPoints as readonly DataPoint<unknown>[] | undefined)?.map(({ value }) => value);

it('gives what counters have gained since the last time, series by series', async () => {
  const { recorder, collect } = start();
  recorder.record(modelSpan());
  recorder.record(modelSpan({ model: 'other' }));
  expect(values((await collect()).get('kagura.cost.usd'))).toEqual([0.0065, 0.0065]);
  recorder.record(modelSpan());
  recorder.record(modelSpan());
  const cost = (await collect()).get('kagura.cost.usd');
  expect(values(cost)).toEqual([0.013]);
  expect(cost?.dataPoints[0]).toMatchObject({
    attributes: { 'gen_ai.request.model': 'gpt-4o' },
    startTime: [1_760_000_001, 0],
    endTime: [1_760_000_002, 0],
  });
});

it('gives the values that histograms have gained, bucket by bucket', async () => {
  const { recorder, collect } = start();
  recorder.record(agentSpan({ durationUs: 500_000 }));
  await collect();
  recorder.record(agentSpan({ durationUs: 500_000 }));
  recorder.record(agentSpan({ durationUs: 3_000_000 }));
  const [point] = values((await collect()).get('kagura.agent.duration.seconds')) as Histogram[];
  expect(point).toMatchObject({ count: 2, sum: 3.5 });
  expect(point?.buckets.counts.filter((count) => count > 0)).toEqual([1, 1]);
});

it('leaves out what has gained nothing, but not gauges', async () => {
  const { recorder, collect } = start();
  recorder.record(modelSpan());
  recorder.callStarted('agent');
  await collect();
  expect([...(await collect()).keys()]).toEqual(['kagura.agent.active']);
});
