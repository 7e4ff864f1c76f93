import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace as otelTrace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import {
  SimpleSpanProcessor as NodeSimpleSpanProcessor,
  type SpanProcessor as NodeSpanProcessor,
  NodeTracerProvider,
} from '@opentelemetry/sdk-trace-node';
import {
  ConfigurationError,
  CostTracker,
  KaguraSpanProcessor,
  Observe,
  observe,
  startObservability,
} from './index';
import { peekRuntime } from './runtime-registry';
import { forgetRuntime, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

class Agent {
  @Observe('agent')
  async run() {
    return chatCompletion({ id: 'chatcmpl-1', model: 'gpt-4o-mini', input: 1_000, output: 100 });
  }
}

const expectOneCall = async (): Promise<void> => {
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd: 210_000 });
};
const BOTH = ['chat gpt-4o-mini', 'invoke_agent agent'];

describe('a decorated call gives one agent span, one model span and one cost', () => {
  it('under our own start', async () => {
    const observed = startObserved();
    await new Agent().run();
    expect(observed.spanNames()).toEqual(BOTH);
    await expectOneCall();
    await observed.stop();
  });

  it("under an application's NodeTracerProvider", async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      spanProcessors: [new KaguraSpanProcessor(), new NodeSimpleSpanProcessor(exporter)],
    });
    provider.register();
    const observed = startObserved();
    await new Agent().run();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(BOTH);
    expect(exporter.getFinishedSpans()[0]?.attributes['kagura.cost.usd']).toBe(0.00021);
    expect(observed.spans()).toEqual([]);
    await expectOneCall();
    await observed.stop();
    await provider.shutdown();
  });

  it('under NodeSDK', async () => {
    const exporter = new InMemorySpanExporter();
    const sdk = new NodeSDK({
      autoDetectResources: false,
      spanProcessors: [new KaguraSpanProcessor(), new NodeSimpleSpanProcessor(exporter)],
    });
    sdk.start();
    const observed = startObserved();
    await new Agent().run();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(BOTH);
    await expectOneCall();
    await observed.stop();
    await sdk.shutdown();
  });

  it('under an implicit start, which registers nothing', async () => {
    const database = join(tmpdir(), `kagura-implicit-${process.pid}`, 'kagura.db');
    process.env.KAGURA_DB = database;
    forgetRuntime();
    await new Agent().run();
    await expectOneCall();
    expect(otelTrace.getTracer('app').startSpan('span').isRecording()).toBe(false);
    await peekRuntime()?.shutdown();
    forgetRuntime();
    delete process.env.KAGURA_DB;
    rmSync(join(database, '..'), { recursive: true });
  });
});

it('an application that starts its SDK after our implicit start gets its own spans, and ours from then on', async () => {
  const folder = join(tmpdir(), `kagura-later-${process.pid}`);
  process.env.KAGURA_DB = join(folder, 'kagura.db');
  forgetRuntime();
  await new Agent().run();
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new NodeSimpleSpanProcessor(exporter)] });
  provider.register();
  await otelTrace.getTracer('app').startActiveSpan('http', async (span) => {
    await new Agent().run();
    span.end();
  });
  const [model, agent, http] = exporter.getFinishedSpans();
  expect([model, agent, http].map((span) => span?.name)).toEqual([...BOTH, 'http']);
  expect(agent?.parentSpanContext?.spanId).toBe(http?.spanContext().spanId);
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 2 });
  await peekRuntime()?.shutdown();
  await provider.shutdown();
  forgetRuntime();
  delete process.env.KAGURA_DB;
  rmSync(folder, { recursive: true });
});

it('accounts for calls that a sampler drops', async () => {
  const { AlwaysOffSampler } = await import('@opentelemetry/sdk-trace');
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    sampler: new AlwaysOffSampler(),
    spanProcessors: [new NodeSimpleSpanProcessor(exporter)],
  });
  provider.register();
  const observed = startObserved();
  await new Agent().run();
  expect(exporter.getFinishedSpans()).toEqual([]);
  await expectOneCall();
  await observed.stop();
  await provider.shutdown();
});

it.each(['onStart', 'onEnding', 'onEnd'] as const)(
  "accounts for a call whose %s in the application's processor throws",
  async (hook) => {
    const hostile = {
      onStart: () => undefined,
      onEnd: () => undefined,
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
      [hook]: () => {
        throw new Error('processor');
      },
    };
    const provider = new NodeTracerProvider({ spanProcessors: [hostile] });
    provider.register();
    const observed = startObserved();
    await expect(new Agent().run()).resolves.toMatchObject({ id: 'chatcmpl-1' });
    await expectOneCall();
    await observed.stop();
    await provider.shutdown();
  },
);

it("keeps the application's trace whole with register: false", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new NodeSimpleSpanProcessor(exporter)] });
  provider.register();
  const observed = startObserved({ register: false });
  const inside = observe(
    () => otelTrace.getTracer('app').startActiveSpan('db', (span) => span.end()),
    'agent',
  );
  otelTrace.getTracer('app').startActiveSpan('http', (span) => {
    inside();
    span.end();
  });
  const [db, http] = exporter.getFinishedSpans();
  expect(db?.parentSpanContext?.spanId).toBe(http?.spanContext().spanId);
  await observed.stop();
  await provider.shutdown();
});

it('records a call that is still running when an explicit start takes over', async () => {
  const folder = join(tmpdir(), `kagura-running-${process.pid}`);
  const database = join(folder, 'kagura.db');
  process.env.KAGURA_DB = database;
  forgetRuntime();
  let finish: (value: string) => void = () => undefined;
  const running = observe(() => new Promise<string>((resolve) => (finish = resolve)), 'running')();
  const kagura = startObservability({ database, timeZone: 'UTC' });
  finish('done');
  await running;
  expect(await kagura.metrics.getStats('running')).toMatchObject({ totalCalls: 1 });
  await kagura.shutdown();
  forgetRuntime();
  delete process.env.KAGURA_DB;
  rmSync(folder, { recursive: true });
});

describe('an exporter that an application believes to have', () => {
  const warningsOf = async (spanProcessors: NodeSpanProcessor[]): Promise<unknown[]> => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    // Its exporter is what NodeSDK drops without a word.
    const traceExporter = new InMemorySpanExporter();
    const sdk = new NodeSDK({ autoDetectResources: false, traceExporter, spanProcessors });
    sdk.start();
    const observed = startObserved();
    await new Agent().run();
    await new Agent().run();
    const codes = warn.mock.calls.map(([, options]) => (options as { code?: string }).code);
    warn.mockRestore();
    await observed.stop();
    await sdk.shutdown();
    expect(traceExporter.getFinishedSpans()).toEqual([]);
    return codes;
  };

  it('is missed, and said so once', async () => {
    expect(await warningsOf([new KaguraSpanProcessor()])).toEqual(['KAGURA_NO_EXPORTER']);
  });

  it('is not missed where another processor stands beside ours', async () => {
    const other = new NodeSimpleSpanProcessor(new InMemorySpanExporter());
    expect(await warningsOf([new KaguraSpanProcessor(), other])).toEqual([]);
  });
});

it('starts nothing when a provider with our processor is flushed or shut down', async () => {
  forgetRuntime();
  const processor = new KaguraSpanProcessor();
  await processor.forceFlush();
  await processor.shutdown();
  expect(peekRuntime()).toBeUndefined();
});

describe('startObservability', () => {
  it('returns a handle for the same options and refuses others', async () => {
    const observed = startObserved({ spanProcessors: [] });
    const same = { serviceName: 'test', database: observed.database, timeZone: 'UTC', spanProcessors: [] };
    expect(() => startObservability(same)).not.toThrow();
    expect(() => startObservability({ serviceName: 'other' })).toThrow(ConfigurationError);
    await observed.stop();
  });

  it.each([
    [{ databse: 'typo' }, /Unknown option "databse"/],
    [{ database: '' }, /database must be a path or false/],
    [{ timeZone: 'Mars/Olympus' }, /timeZone must be an IANA name/],
    [{ capture: { maxBytes: 0 } }, /capture.maxBytes must be a positive whole number/],
  ])('refuses %j with a message that says what is wrong', (options, message) => {
    expect(() => startObservability(options as object)).toThrow(message);
  });

  it("refuses register: true beside the application's provider", async () => {
    const provider = new NodeTracerProvider();
    provider.register();
    expect(() => startObservability({ register: true, database: false })).toThrow(/KaguraSpanProcessor/);
    forgetRuntime();
    await provider.shutdown();
  });

  it('passes calls through after shutdown, and tells readers', async () => {
    const observed = startObserved();
    await observed.kagura.shutdown();
    await expect(new Agent().run()).resolves.toMatchObject({ id: 'chatcmpl-1' });
    await expect(new CostTracker().getCost()).rejects.toThrow(/shut down/);
    await observed.stop();
  });

  it('takes over from an implicit start without losing what that one recorded', async () => {
    const folder = join(tmpdir(), `kagura-takeover-${process.pid}`);
    const database = join(folder, 'kagura.db');
    process.env.KAGURA_DB = database;
    forgetRuntime();
    await new Agent().run();
    const kagura = startObservability({ database, timeZone: 'UTC' });
    await new Agent().run();
    expect(await kagura.costs.getCost()).toMatchObject({ calls: 2 });
    await kagura.shutdown();
    forgetRuntime();
    delete process.env.KAGURA_DB;
    rmSync(folder, { recursive: true });
  });

  it('passes everything through when disabled', async () => {
    process.env.KAGURA_DISABLED = '1';
    forgetRuntime();
    const exporter = new InMemorySpanExporter();
    const kagura = startObservability({
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
      database: false,
    });
    await new Agent().run();
    expect(exporter.getFinishedSpans()).toEqual([]);
    await kagura.shutdown();
    forgetRuntime();
    delete process.env.KAGURA_DISABLED;
  });
});
