import { Tracer } from '@kagura/observability';
import { pass, stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { ComplexAgent, debugTracing, type Work } from './debug-tracing';

const work: Work = {
  async fetchData(input) {
    pass(40);
    return `data of ${input}`;
  },
  process(data) {
    pass(15);
    return data.toUpperCase();
  },
};

let stage: Stage;

beforeEach(async () => {
  stopClock('2025-10-04T10:30:15Z');
  stage = await startStage({
    server: {
      answer: () => {
        pass(190);
        return { text: 'Done.', inputTokens: 4, outputTokens: 2 };
      },
    },
  });
});

afterEach(() => stage.close());

test('the example prints how long each step took', async () => {
  const lines: string[] = [];
  await debugTracing({ openai: stage.openai, print: (line) => lines.push(line) }, work);

  expect(lines).toEqual(['fetchData: 40ms', 'processData: 15ms', 'generateOutput: 190ms', 'gpt-4o: 190ms']);
});

test('a trace is found by its id, with steps in order and the model call inside its step', async () => {
  const agent = new ComplexAgent(stage.openai, work);
  const { output, traceId } = await agent.complexAgent('october');
  await agent.complexAgent('november');
  const trace = await new Tracer().getTrace('complexAgent', { traceId });
  const [, , generate, model] = trace?.spans ?? [];

  expect(output).toBe('Done.');
  expect(stage.server.requests[0]?.body.messages).toEqual([{ role: 'user', content: 'DATA OF OCTOBER' }]);
  expect(trace).toMatchObject({ traceId, name: 'complexAgent', durationMs: 245, status: 'ok' });
  expect(trace?.spans).toMatchObject([
    { name: 'fetchData', kind: 'step', offsetMs: 0, durationMs: 40 },
    { name: 'processData', kind: 'step', offsetMs: 40, durationMs: 15 },
    { name: 'generateOutput', kind: 'step', offsetMs: 55, durationMs: 190 },
    { name: 'gpt-4o', kind: 'model', offsetMs: 55, durationMs: 190 },
  ]);
  expect(model?.parentSpanId).toBe(generate?.spanId);
  expect(generate?.parentSpanId).toBe(trace?.root.spanId);
});

test('a trace of another agent, or of none, is not found', async () => {
  const { traceId } = await new ComplexAgent(stage.openai, work).complexAgent('october');
  const tracer = new Tracer();

  expect(await tracer.getTrace('otherAgent', { traceId })).toBeUndefined();
  expect(await tracer.getTrace('complexAgent', { traceId: 'f'.repeat(32) })).toBeUndefined();
});
