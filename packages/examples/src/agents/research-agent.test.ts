import { CostTracker, Tracer } from '@kagura/observability';
import { type Stage, startStage } from '../stage';
import { ResearchAgent } from './research-agent';

const QUESTION = 'What is kagura?';
/** List prices in nano-dollars per token. */
const PRICES = {
  'gpt-4o-mini': { input: 150, output: 600 },
  'claude-sonnet-5': { input: 2_000, output: 10_000 },
};

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
});

afterEach(() => stage.close());

/** What the server billed for a model, at list price. */
function billed(model: keyof typeof PRICES): number {
  const { inputTokens, outputTokens } = stage.server.usage.get(model)!;
  return inputTokens * PRICES[model].input + outputTokens * PRICES[model].output;
}

test('the answer is written from what the library says', async () => {
  await new ResearchAgent(stage).research(`  ${QUESTION}\n`);
  const [, , writing] = stage.server.requests;

  expect(stage.server.requests).toHaveLength(3);
  expect(writing?.body.messages).toEqual([
    {
      role: 'user',
      content: expect.stringMatching(/^Question: What is kagura\?\n\nFindings: .*ritual dance/s),
    },
  ]);
});

type Spans = NonNullable<Awaited<ReturnType<Tracer['getLastTrace']>>>['spans'];

/** The spans below one, indented, in order of start. */
function outline(spans: Spans, parentSpanId: string, depth = 0): string[] {
  return spans
    .filter((span) => span.parentSpanId === parentSpanId)
    .flatMap((span) => [
      `${'  '.repeat(depth)}${span.kind} ${span.name}`,
      ...outline(spans, span.spanId, depth + 1),
    ]);
}

test('the trace is the tree of agents, steps, model calls and the tool', async () => {
  await new ResearchAgent(stage).research(QUESTION);
  const trace = (await new Tracer().getLastTrace('research_agent'))!;

  // The Anthropic client makes spans of its own, and they own the usage: `compose` is a step around one.
  expect(outline(trace.spans, trace.root.spanId)).toEqual([
    'step refine',
    'agent search_agent',
    '  model gpt-4o-mini',
    '  tool look_up',
    '  model gpt-4o-mini',
    'agent writer_agent',
    '  step compose',
    '    model claude-sonnet-5',
    'step review',
  ]);
  expect(trace).toMatchObject({ prompt: QUESTION, status: 'ok' });
});

test('costs are those of the bill, counted once, and add up by agent, model and day', async () => {
  await new ResearchAgent(stage).research(QUESTION);
  const tracker = new CostTracker();
  const searching = billed('gpt-4o-mini');
  const writing = billed('claude-sonnet-5');
  const report = await tracker.generateReport('today');

  expect(report.totals).toMatchObject({ nanoUsd: searching + writing, calls: 3, unpricedCalls: 0 });
  expect(report.byAgent).toMatchObject([
    { key: 'writer_agent', nanoUsd: writing, calls: 1 },
    { key: 'search_agent', nanoUsd: searching, calls: 2 },
  ]);
  expect(report.byModel).toMatchObject([
    { key: 'claude-sonnet-5', nanoUsd: writing },
    { key: 'gpt-4o-mini', nanoUsd: searching },
  ]);
  expect(report.byDay).toMatchObject([{ nanoUsd: searching + writing }]);
  expect((await new Tracer().getLastTrace('research_agent'))?.cost.nanoUsd).toBe(searching + writing);
});

test('a failure in a child fails the parent, and both say so', async () => {
  const question = `${QUESTION} [[error 429]]`;

  await expect(new ResearchAgent(stage).research(question)).rejects.toThrow('Rate limit');
  const trace = await new Tracer().getLastTrace('research_agent');

  expect(trace).toMatchObject({ status: 'error', error: expect.stringContaining('RateLimitError') });
  expect(trace?.spans).toMatchObject([
    { name: 'refine', status: 'ok' },
    { name: 'search_agent', status: 'error' },
    { name: 'gpt-4o-mini', status: 'error', cost: null },
  ]);
});
