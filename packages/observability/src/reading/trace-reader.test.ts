import { SeededStore } from './test/seeded-store';
import { invocation, modelCall, priced, step } from './test/span-records';
import { TraceReader } from './trace-reader';

const first = invocation('my_agent', {
  at: '2025-10-04T10:30:15Z',
  durationMs: 245,
  attributes: { attempt: 1 },
  content: { input: '["What is AI?"]', output: '"AI stands for…"' },
});
const fetching = step('fetch_data', { inside: first, at: '2025-10-04T10:30:15.010Z', durationMs: 5 });
const asking = modelCall('gpt-4o', {
  inside: first,
  at: '2025-10-04T10:30:15.015Z',
  durationMs: 215,
  ...priced(1_200_000),
});
const helper = invocation('helper', {
  traceId: first.traceId,
  parentSpanId: first.spanId,
  at: '2025-10-04T10:30:15.231Z',
});
const helperAsking = modelCall('gpt-4o-mini', {
  inside: helper,
  at: '2025-10-04T10:30:15.232Z',
  ...priced(1),
});
const second = invocation('my_agent', {
  at: '2025-10-05T10:30:15Z',
  status: 'error',
  error: { type: 'TypeError', message: 'x is not a function', stack: 'TypeError: x\n    at y' },
});
const last = invocation('other_agent', { at: '2025-10-06T10:30:15Z' });

let store: SeededStore;
let reader: TraceReader;

beforeAll(() => {
  // Children end, and are written, before their parents.
  store = new SeededStore([fetching, asking, helperAsking, helper, first, second, last]);
  reader = new TraceReader(store.source());
});

afterAll(() => store.remove());

test('getTrace gives an invocation with everything below it, in order of start', async () => {
  const trace = await reader.getTrace('my_agent', { traceId: first.traceId });
  expect(trace).toMatchObject({
    traceId: first.traceId,
    agent: 'my_agent',
    name: 'my_agent',
    startedAt: new Date('2025-10-04T10:30:15Z'),
    durationMs: 245,
    status: 'ok',
    root: { spanId: first.spanId, parentSpanId: null, kind: 'agent', attributes: { attempt: 1 } },
    prompt: 'What is AI?',
    response: 'AI stands for…',
    error: undefined,
    stackTrace: undefined,
    inputTokens: 240,
    outputTokens: 170,
    cost: { total: 0.001200001, calls: 2, status: 'exact' },
  });
  expect(trace?.spans.map((span) => [span.name, span.kind, span.offsetMs, span.parentSpanId])).toEqual([
    ['fetch_data', 'step', 10, first.spanId],
    ['gpt-4o', 'model', 15, first.spanId],
    ['helper', 'agent', 231, first.spanId],
    ['gpt-4o-mini', 'model', 232, helper.spanId],
  ]);
  expect(trace?.spans[1]).toEqual({
    spanId: asking.spanId,
    parentSpanId: first.spanId,
    name: 'gpt-4o',
    kind: 'model',
    startedAt: new Date('2025-10-04T10:30:15.015Z'),
    offsetMs: 15,
    durationMs: 215,
    status: 'ok',
    model: 'gpt-4o',
    provider: 'openai',
    inputTokens: 120,
    outputTokens: 85,
    cost: 0.0012,
    error: undefined,
    context: {},
    attributes: {},
    prompt: undefined,
    response: undefined,
  });
});

test('getTrace of a nested agent is about its part of the trace', async () => {
  const trace = await reader.getTrace('helper', { traceId: first.traceId });
  expect(trace).toMatchObject({ agent: 'helper', root: { offsetMs: 0 }, cost: { nanoUsd: 1 } });
  expect(trace?.spans).toMatchObject([{ name: 'gpt-4o-mini', offsetMs: 1 }]);
});

test('getTrace takes the beginning of an id', async () => {
  const trace = await reader.getTrace('my_agent', { traceId: second.traceId.slice(0, 16) });
  expect(trace).toMatchObject({
    traceId: second.traceId,
    error: 'TypeError: x is not a function',
    stackTrace: 'TypeError: x\n    at y',
  });
});

test.each([
  ['an unknown trace', 'my_agent', 'f'.repeat(32)],
  ['an agent that is not in the trace', 'nobody', first.traceId],
])('getTrace knows nothing of %s', async (_, agent, traceId) => {
  expect(await reader.getTrace(agent, { traceId })).toBeUndefined();
});

test.each([
  ['my_agent', second],
  ['helper', helper],
  [undefined, last],
])('getLastTrace of %s', async (agent, span) => {
  expect((await reader.getLastTrace(agent))?.root.spanId).toBe(span.spanId);
});

test('getLastTrace knows nothing of an unknown agent', async () => {
  expect(await reader.getLastTrace('nobody')).toBeUndefined();
});
