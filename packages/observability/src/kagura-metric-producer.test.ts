import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { KaguraMetricProducer, type KaguraMetricProducerOptions, observe } from './index';
import { forgetRuntime, startObserved } from './test/observed-process';

/** Metrics of an application with a counter of its own, as its exporter gets them. */
async function startMetrics(options?: KaguraMetricProducerOptions) {
  const { AggregationTemporality } = await import('@opentelemetry/sdk-metrics');
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [new KaguraMetricProducer(options)],
  });
  const provider = new MeterProvider({ readers: [reader] });
  provider.getMeter('application').createCounter('requests').add(1);
  return {
    /** The value of the first point of each metric. */
    async push(): Promise<Record<string, unknown>> {
      exporter.reset();
      await reader.forceFlush();
      const metrics = exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((s) => s.metrics));
      return Object.fromEntries(
        metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]),
      );
    },
    stop: () => provider.shutdown(),
  };
}

it("adds Kagura's metrics to those of the application, whenever Kagura starts", async () => {
  forgetRuntime();
  const { push, stop } = await startMetrics();
  expect(await push()).toEqual({ requests: 1 });
  const observed = startObserved();
  const call = observe(() => 1, 'agent');
  call();
  expect(await push()).toMatchObject({ requests: 1, 'kagura.agent.calls': 1 });
  call();
  expect(await push()).toMatchObject({ requests: 1, 'kagura.agent.calls': 2 });
  await observed.stop();
  expect(await push()).toEqual({ requests: 1 });
  await stop();
});

it('gives what was added, and begins anew with another start', async () => {
  const { push, stop } = await startMetrics({ temporality: 'delta' });
  const call = observe(() => 1, 'agent');
  for (const calls of [1, 2]) {
    const observed = startObserved();
    for (let n = 0; n < calls; n += 1) call();
    expect((await push())['kagura.agent.calls']).toBe(calls);
    call();
    expect((await push())['kagura.agent.calls']).toBe(1);
    await observed.stop();
  }
  await stop();
});

it('names metrics for a scrape where it is told to', async () => {
  const { push, stop } = await startMetrics({ naming: 'prometheus' });
  const observed = startObserved();
  observe(() => undefined, { kind: 'model', model: 'gpt-4o' })();
  expect(await push()).toHaveProperty(['gen_ai.client.operation.duration.seconds']);
  await observed.stop();
  await stop();
});
