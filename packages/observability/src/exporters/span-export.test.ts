import { AlwaysOffSampler, createAlwaysRecordSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { SpanExport } from './span-export';

const BURST = 20_000;
const BATCH = 512;

type Done = (result: { code: number; error?: Error }) => void;

/** An exporter that holds what it is given until it is told what became of it. */
function startExport({ maxQueueSize = 32_768, answersAtOnce = true } = {}) {
  const sent: { spans: number; done: Done }[] = [];
  const lost: Record<string, number> = {};
  const errors: unknown[] = [];
  let refused = 0;
  let atOnce = answersAtOnce ? () => ({ code: 0 }) : undefined;
  const spanExport = new SpanExport({
    exporter: {
      export(spans, done) {
        sent.push({ spans: spans.length, done });
        if (atOnce) setImmediate(() => done(atOnce?.() ?? { code: 0 }));
      },
      shutdown: async () => undefined,
    },
    batch: {
      maxQueueSize,
      maxExportBatchSize: BATCH,
      scheduledDelayMillis: 60_000,
      exportTimeoutMillis: 30_000,
    },
    onLost: (reason, spans) => {
      lost[reason] = (lost[reason] ?? 0) + spans;
    },
    onError: (error) => errors.push(error),
  });
  const tracer = new TracerProvider({ spanProcessors: [spanExport] }).getTracer('burst');
  return {
    spanExport,
    sent,
    lost,
    errors,
    /** Every second request fails from now on. */
    refuseEverySecond() {
      atOnce = () => (refused++ % 2 === 0 ? { code: 0 } : { code: 1, error: new Error('refused') });
    },
    /** Ends so many spans within one tick. */
    burst(spans: number) {
      for (let n = 0; n < spans; n += 1) tracer.startSpan('span').end();
    },
  };
}

const spansOf = (sent: readonly { spans: number }[]): number =>
  sent.reduce((sum, { spans }) => sum + spans, 0);

describe('20,000 spans that end within one tick', () => {
  it('are all sent', async () => {
    const { spanExport, burst, sent, lost } = startExport();
    burst(BURST);
    expect(spanExport.queued).toBe(BURST - BATCH);
    await spanExport.forceFlush();
    expect([spansOf(sent), lost, spanExport.queued]).toEqual([BURST, {}, 0]);
  });

  it('are sent or counted, one by one, where the queue is shorter', async () => {
    const { spanExport, burst, sent, lost } = startExport({ maxQueueSize: 2_048 });
    burst(BURST);
    await spanExport.forceFlush();
    expect(spansOf(sent)).toBe(2_048 + BATCH);
    expect(lost).toEqual({ export_queue: BURST - 2_048 - BATCH });
  });

  it('are counted with the requests that fail, all of which a flush makes at once', async () => {
    const { spanExport, burst, sent, lost, errors, refuseEverySecond } = startExport();
    refuseEverySecond();
    burst(BURST);
    await spanExport.forceFlush();
    const failed = sent.filter((_, index) => index % 2 === 1);
    expect(lost).toEqual({ export_failed: spansOf(failed) });
    expect(errors).toEqual(failed.map(() => new Error('refused')));
  });

  it('are sent few requests at a time', async () => {
    const { spanExport, burst, sent } = startExport({ answersAtOnce: false });
    burst(BURST);
    const flushed = spanExport.forceFlush();
    expect(sent.length).toBe(8);
    for (let at = 0; at < sent.length; at += 1) sent[at]?.done({ code: 0 });
    await flushed;
    expect(spansOf(sent)).toBe(BURST);
  });
});

it('waits with a flush for a request that was under way already', async () => {
  const { spanExport, burst, sent } = startExport({ answersAtOnce: false });
  burst(BATCH);
  let isFlushed = false;
  const flushed = spanExport.forceFlush().then(() => {
    isFlushed = true;
  });
  await new Promise(setImmediate);
  expect([sent.length, isFlushed]).toEqual([1, false]);
  sent[0]?.done({ code: 0 });
  await flushed;
});

it('counts what is not delivered when nobody waits any longer, once', () => {
  const { spanExport, burst, sent, lost } = startExport({ answersAtOnce: false });
  burst(1_000);
  expect(spanExport.giveUp()).toBe(1_000);
  sent[0]?.done({ code: 1 });
  expect(spanExport.giveUp()).toBe(0);
  expect(lost).toEqual({ export_deadline: 1_000 });
});

it('makes no further requests for what is discarded, and counts it', async () => {
  const { spanExport, burst, sent, lost } = startExport({ answersAtOnce: false });
  burst(BURST);
  const flushed = spanExport.forceFlush();
  expect(spanExport.discard()).toBe(BURST - 8 * BATCH);
  for (const { done } of [...sent]) done({ code: 0 });
  await flushed;
  expect(sent).toHaveLength(8);
  expect(lost).toEqual({ export_deadline: BURST - 8 * BATCH });
  burst(BATCH);
  expect(sent).toHaveLength(9);
});

it('waits after a failure, unless somebody waits for the spans', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const { spanExport, burst, sent } = startExport({ answersAtOnce: false });
  const settled = () => new Promise(setImmediate);
  burst(10 * BATCH);
  await settled();
  sent[0]?.done({ code: 1, error: new Error('connection refused') });
  expect([sent.length, spanExport.queued]).toEqual([8, 2 * BATCH]);
  jest.advanceTimersByTime(1_000);
  expect(sent.length).toBe(9);
  sent[1]?.done({ code: 1, error: new Error('connection refused') });
  jest.advanceTimersByTime(1_000);
  expect(sent.length).toBe(9);
  const flushed = spanExport.forceFlush();
  expect(sent.length).toBe(10);
  for (const { done } of sent) done({ code: 0 });
  await flushed;
  jest.useRealTimers();
});

it('sends nothing more once it has given up', async () => {
  const { spanExport, burst, sent } = startExport({ answersAtOnce: false });
  burst(BURST);
  const flushed = spanExport.forceFlush();
  expect(spanExport.giveUp()).toBe(BURST);
  for (const { done } of [...sent]) done({ code: 0 });
  await flushed;
  expect(sent).toHaveLength(8);
});

it('counts what an exporter throws away with an exception', async () => {
  const errors: unknown[] = [];
  const lost: unknown[] = [];
  const spanExport = new SpanExport({
    exporter: {
      export() {
        throw new Error('broken');
      },
      shutdown: async () => undefined,
    },
    batch: { maxQueueSize: 10, maxExportBatchSize: 10, scheduledDelayMillis: 1e6, exportTimeoutMillis: 1e6 },
    onLost: (...args) => lost.push(args),
    onError: (error) => errors.push(error),
  });
  const provider = new TracerProvider({ spanProcessors: [spanExport] });
  provider.getTracer('test').startSpan('span').end();
  await provider.shutdown();
  expect([lost, errors]).toEqual([[['export_failed', 1]], [new Error('broken')]]);
});

it('leaves out spans that no sampler has chosen', () => {
  const { spanExport } = startExport();
  const sampler = createAlwaysRecordSampler(new AlwaysOffSampler());
  const provider = new TracerProvider({ sampler, spanProcessors: [spanExport] });
  provider.getTracer('test').startSpan('recorded only').end();
  expect(spanExport.queued).toBe(0);
});
