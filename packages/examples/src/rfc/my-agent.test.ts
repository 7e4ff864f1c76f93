import { Tracer } from '@kagura/observability';
import { pass, stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { MyAgent } from './my-agent';

let stage: Stage;

beforeEach(async () => {
  stopClock('2025-10-04T10:30:15Z');
  stage = await startStage({
    server: {
      answer: ({ prompt }) => {
        pass(prompt.length);
        return { text: 'Artificial Intelligence.', inputTokens: 200, outputTokens: 100 };
      },
    },
  });
});

afterEach(() => stage.close());

test('an observed agent is recorded with time, tokens, cost, prompt and response', async () => {
  const answer = await new MyAgent(stage.openai).myAgent('What is AI?');
  const trace = await new Tracer().getLastTrace('myAgent');

  expect(answer).toBe('Artificial Intelligence.');
  expect(trace).toMatchObject({
    agent: 'myAgent',
    startedAt: new Date('2025-10-04T10:30:15Z'),
    durationMs: 11,
    status: 'ok',
    prompt: 'What is AI?',
    response: 'Artificial Intelligence.',
    error: undefined,
    inputTokens: 200,
    outputTokens: 100,
    cost: { nanoUsd: 1_500_000, inputCost: 0.0005, outputCost: 0.001, status: 'exact' },
    spans: [{ kind: 'model', name: 'gpt-4o', provider: 'openai', durationMs: 11 }],
  });
});

test('a failed call is recorded with its error', async () => {
  await expect(new MyAgent(stage.openai).myAgent('What? [[error 429]]')).rejects.toThrow(
    'Rate limit reached',
  );
  const trace = await new Tracer().getLastTrace('myAgent');

  expect(trace).toMatchObject({
    status: 'error',
    prompt: 'What? [[error 429]]',
    response: undefined,
    error: expect.stringMatching(/^RateLimitError: 429 Rate limit reached/),
    stackTrace: expect.stringMatching(/at ask .*ask\.ts/),
    cost: { calls: 0 },
    spans: [],
  });
});
