import { setTimeout as delay } from 'node:timers/promises';
import { useCollectors } from './suite';

const use = useCollectors();

describe('core.yaml, whose queues are in memory', () => {
  it('hands on every span as it is, and the metrics to the endpoint of Prometheus', async () => {
    const sink = await use.sink();
    const program = use.program(await use.collector({ sink }));
    await program.emit(500);
    expect(await program.end()).toBe(0);
    expect(program.spans).toHaveLength(1_000);
    expect(await sink.missing(program.spans)).toEqual([]);
    expect(sink.spans.size).toBe(1_000);
    const chats = [...sink.spans.values()].filter(({ name }) => name.startsWith('chat'));
    expect(chats).toHaveLength(500);
    expect(chats[0]?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      // 1,000 × 0.15 and 200 × 0.60 dollars for a million.
      'kagura.cost.usd': 0.00027,
    });
    await sink.metricsOf('kagura.cost.usd');
    expect([...sink.metrics.paths]).toEqual(['/api/v1/otlp/v1/metrics']);
    expect([...sink.metrics.names]).toEqual(
      expect.arrayContaining(['kagura.cost.usd', 'kagura.tokens', 'gen_ai.client.operation.duration']),
    );
  });

  it('empties its queues when it is told to end', async () => {
    const sink = await use.sink();
    const collector = await use.collector({ sink });
    const program = use.program(collector);
    await program.emit(200);
    expect(await program.flush()).toBe(0);
    await collector.stop();
    expect(await sink.missing(program.spans, { waitMs: 0 })).toEqual([]);
  });

  it('keeps what the backend does not take while it is away', async () => {
    const sink = await use.sink({ isAway: true });
    const program = use.program(await use.collector({ sink }));
    await program.emit(500);
    expect(await program.end()).toBe(0);
    expect(sink.spans.size).toBe(0);
    await sink.start();
    expect(await sink.missing(program.spans)).toEqual([]);
  });

  it('refuses what its queue has no room for, and the program tries again', async () => {
    const sink = await use.sink({ isAway: true });
    const collector = await use.collector({ sink, queueSize: 1_500 });
    const program = use.program(collector);
    await program.emit(1_000);
    const ended = program.end();
    while ((await collector.metric('otelcol_exporter_enqueue_failed_spans')) === 0) await delay(50);
    await sink.start();
    // Within 5 seconds, else the program gives up and counts it.
    const lost = await ended;
    expect((await sink.missing(program.spans, { waitMs: 10_000 })).length).toBeLessThanOrEqual(lost);
    expect(sink.spans.size).toBeGreaterThan(1_500);
  });

  it('loses what is in its queue when it is killed, and nothing else', async () => {
    const sink = await use.sink();
    const collector = await use.collector({ sink });
    const program = use.program(collector);
    await program.emit(100);
    expect(await program.flush()).toBe(0);
    expect(await sink.missing(program.spans)).toEqual([]);
    await sink.stop();
    const before = program.spans.length;
    await program.emit(100);
    expect(await program.flush()).toBe(0);
    await collector.kill();
    await sink.start();
    await collector.start();
    await program.emit(100);
    expect(await program.end()).toBe(0);
    const inTheQueue = program.spans.slice(before, before + 200);
    const others = program.spans.filter((id) => !inTheQueue.includes(id));
    expect(await sink.missing(others)).toEqual([]);
    expect(await sink.missing(inTheQueue, { waitMs: 2_000 })).toEqual(inTheQueue);
  });

  it('is waited for by the program, which counts what it gives up in the end', async () => {
    const sink = await use.sink();
    const collector = await use.collector({ sink });
    const program = use.program(collector);
    await program.emit(100);
    expect(await program.flush()).toBe(0);
    expect(await sink.missing(program.spans)).toEqual([]);
    await collector.kill();
    // Each attempt to send has 5 seconds with its repetitions; what fails is given up.
    await program.emit(100);
    const lost = await program.flush();
    expect(lost).toBe(200);
    await program.emit(100);
    const isFlushed = program.flush();
    await delay(500);
    await collector.start();
    expect(await isFlushed).toBe(lost);
    expect(await program.end()).toBe(lost);
    const missing = await sink.missing(program.spans.filter((_, at) => at < 200 || at >= 400));
    expect(missing).toEqual([]);
  });
});
