import { PackageCopies } from './test/package-copies';

jest.setTimeout(120_000);

const copies = new PackageCopies();
beforeAll(() => copies.install());
beforeEach(() => copies.forget());
afterAll(() => copies.remove());

/** Runs a program and returns the values that it handed to `tell`, after it ended well and without a warning. */
async function told(program: string): Promise<unknown[]> {
  const { status, stdout, stderr } = await copies.run(
    `const tell = (value) => console.log(JSON.stringify(value));\n${program}`,
  );
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const RESPONSE = `({ id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-4o-mini', choices: [],
  usage: { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 } })`;

it('really loads two copies', async () => {
  expect(await told('tell([a.observe === b.observe, typeof a.observe, typeof b.observe]);')).toEqual([
    [false, 'function', 'function'],
  ]);
});

it('records with the decorators of either copy and reads through either, every call once', async () => {
  const program = `
    const { InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');
    const exporter = new InMemorySpanExporter();
    const kagura = a.startObservability({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const ask = b.observe(() => ${RESPONSE}, { kind: 'model', name: 'ask' });
    const agent = a.observe(() => { b.withContext({ user: 'u' }, ask); return a.trace(() => b.currentSpan().spanContext().spanId, 'step')(); }, 'outer');
    agent();
    b.observe(() => a.recordUsage({ model: 'gpt-4o', inputTokens: 1000, outputTokens: 1000 }), 'other')();
    for (const copy of [a, b]) {
      const costs = new copy.CostTracker();
      const { calls } = await costs.getCost();
      const trace = await new copy.Tracer().getLastTrace('outer');
      tell([calls, (await copy.metrics.getStats('outer')).totalCalls, trace.spans.map(({ name }) => name).sort()]);
    }
    tell(exporter.getFinishedSpans().map(({ name }) => name).sort());
  `;
  const reading = [2, 1, ['gpt-4o-mini', 'step']];
  expect(await told(program)).toEqual([
    reading,
    reading,
    ['chat gpt-4o', 'chat gpt-4o-mini', 'invoke_agent other', 'invoke_agent outer', 'step'],
  ]);
});

it('counts the span of another instrumentation once, though both copies have a processor', async () => {
  const program = `
    const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');
    a.startObservability({ register: false });
    const tracer = new TracerProvider({ spanProcessors: [new a.KaguraSpanProcessor(), new b.KaguraSpanProcessor()] }).getTracer('other');
    const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 1000 };
    tracer.startSpan('chat gpt-4o', { attributes }).end();
    const { resourceMetrics } = await b.startObservability({ register: false }).metricProducer.collect();
    const calls = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics)
      .filter(({ descriptor }) => descriptor.name === 'gen_ai.client.operation.duration')
      .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value.count));
    tell([calls, (await new b.CostTracker().getCost()).calls]);
  `;
  expect(await told(program)).toEqual([[[1], 1]]);
});

it('starts once, with the options of the first; the same ones again are no mistake', async () => {
  const program = `
    a.startObservability({ serviceName: 'shop', database });
    const second = b.startObservability({ serviceName: 'shop', database });
    const call = b.observe(() => 1, 'agent');
    call();
    tell((await second.metrics.getStats('agent')).totalCalls);
    try { b.startObservability({ serviceName: 'other', database }); } catch (error) { tell([error.code, error.message]); }
    await second.shutdown();
    call();
    tell((await new a.CostTracker({ database }).getCost()).calls);
    try { await a.metrics.getStats('agent'); } catch (error) { tell(error.code); }
    b.startObservability({ serviceName: 'other', database });
    tell((await a.metrics.getStats('agent')).totalCalls);
  `;
  expect(await told(program)).toEqual([
    1,
    ['KAGURA_CONFIGURATION', expect.stringContaining('different options')],
    0,
    'KAGURA_CONFIGURATION',
    1,
  ]);
});

it('survives a hot reload: the new copy goes on with the running runtime', async () => {
  const program = `
    const listeners = () => ['beforeExit', 'SIGTERM', 'removeListener'].map((name) => process.listenerCount(name));
    const old = b.observe(() => 1, 'agent');
    old();
    const before = listeners();
    for (let reload = 0; reload < 3; reload += 1) {
      for (const path of Object.keys(require.cache)) if (/@kagura|index.cjs/.test(path)) delete require.cache[path];
      const fresh = require('./index.cjs');
      fresh.observe(() => old(), 'outer')();
      tell([fresh === b, (await fresh.metrics.getStats('agent')).totalCalls, (await b.metrics.getStats('outer')).totalCalls]);
    }
    tell(before.join() === listeners().join());
  `;
  expect(await told(program)).toEqual([[false, 2, 1], [false, 3, 2], [false, 4, 3], true]);
});

it.each([
  ['of another shape', '{ runtimes: new Map() }'],
  ['with a newer shape', '{ shape: 2, runtime: { anything: true } }'],
  ['that is no object', '"taken"'],
  ['that is null', 'null'],
])('passes calls through beside a registry %s, and warns once', async (_name, registry) => {
  const { status, stdout, stderr } = await copies.run(`
    const registry = ${registry};
    globalThis[Symbol.for('kagura.v1')] = registry;
    const call = a.observe(() => 'result', 'agent');
    console.log(call(), b.observe(call, 'outer')(), a.withContext({ user: 'u' }, () => 'inside'), b.recordUsage({ model: 'm' }));
    const kagura = b.startObservability({ database });
    await kagura.flush();
    await kagura.shutdown();
    console.log(a.currentSpan().isRecording(), globalThis[Symbol.for('kagura.v1')] === registry, process.listenerCount('SIGTERM'));
    await new a.CostTracker().getCost().catch((error) => console.log(error.code));
  `);
  expect([status, stdout]).toEqual([
    0,
    'result result inside undefined\nfalse true 0\nKAGURA_CONFIGURATION\n',
  ]);
  expect(stderr.match(/KAGURA_TWO_VERSIONS/g)).toHaveLength(1);
});

it('records a client once that both copies observe, until either lets it go', async () => {
  const program = `
    const { default: OpenAI } = require('openai');
    const headers = { 'content-type': 'application/json' };
    const fetch = async () => new Response(JSON.stringify(${RESPONSE}), { headers });
    const client = new OpenAI({ apiKey: 'k', fetch });
    const ask = () => client.chat.completions.create({ model: 'gpt-4o-mini', messages: [] });
    tell(a.observeClient(client) === b.observeClient(client));
    await ask();
    tell((await new b.CostTracker().getCost()).calls);
    b.unobserveClient(client);
    await ask();
    tell((await new a.CostTracker().getCost()).calls);
  `;
  expect(await told(program)).toEqual([true, 1, 1]);
});
