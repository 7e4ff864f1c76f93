import { metrics, Tracer } from '@kagura/observability';
import { type Stage, startStage } from '../stage';
import { FlakyAgent } from './flaky-agent';

let stage: Stage;
let agent: FlakyAgent;

beforeEach(async () => {
  stage = await startStage();
  agent = new FlakyAgent(stage.openai);
});

afterEach(() => stage.close());

const lastAttempts = async () => {
  const trace = await new Tracer().getLastTrace('flaky_agent');
  return trace?.spans.map(({ status, error }) => [status, error?.split(':')[0]]);
};

test('a busy provider is asked again, and every attempt is seen', async () => {
  const answer = await agent.ask('Open on Sunday? [[error 429 times 2]]');

  expect(answer).toMatch(/^You asked: Open on Sunday\?/);
  expect(await lastAttempts()).toEqual([
    ['error', 'RateLimitError'],
    ['error', 'RateLimitError'],
    ['ok', undefined],
  ]);
  expect(await metrics.getStats('flaky_agent')).toMatchObject({ totalCalls: 1, successRate: 1 });
});

test('three failures are enough', async () => {
  await expect(agent.ask('Hello [[error 503]]')).rejects.toThrow('overloaded');
  expect(await lastAttempts()).toEqual(Array(3).fill(['error', 'InternalServerError']));
});

test('a request that is wrong is not repeated', async () => {
  await expect(agent.ask('Hello [[error 400]]')).rejects.toThrow('400');
  expect(await lastAttempts()).toEqual([['error', 'BadRequestError']]);
});

test('statistics tell calls of the agent from attempts', async () => {
  await agent.ask('One');
  await agent.ask('Two [[error 500 times 1]]');
  await agent.ask('Three [[error 400]]').catch(() => undefined);

  expect(stage.server.requests).toHaveLength(4);
  expect(await metrics.getStats('flaky_agent')).toMatchObject({
    totalCalls: 3,
    errors: 1,
    successRate: expect.closeTo(2 / 3),
  });
});
