import { CostTracker, Tracer } from '@kagura/observability';
import { type Stage, startStage } from '../stage';
import { StreamingAgent } from './streaming-agent';

const NANO_PER_TOKEN = { input: 2_500, output: 10_000 };

let stage: Stage;
let agent: StreamingAgent;

beforeEach(async () => {
  stage = await startStage();
  agent = new StreamingAgent(stage.openai);
});

afterEach(() => stage.close());

async function readAll(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

test('a generator is one invocation from its first step to its last, with the stream inside', async () => {
  const text = await readAll(agent.answer('What is a stream?'));
  const trace = await new Tracer().getLastTrace('streaming_agent');
  const { inputTokens, outputTokens } = stage.server.usage.get('gpt-4o')!;

  expect(text).toMatch(/^You asked: What is a stream\?/);
  expect(trace).toMatchObject({
    status: 'ok',
    prompt: 'What is a stream?',
    response: text,
    inputTokens,
    outputTokens,
    cost: {
      nanoUsd: inputTokens * NANO_PER_TOKEN.input + outputTokens * NANO_PER_TOKEN.output,
      status: 'exact',
    },
    spans: [{ kind: 'model', name: 'gpt-4o', response: text }],
  });
});

test('a method that returns the stream gives the very object of the client', async () => {
  const stream = await agent.stream('What is a stream?');
  const [left, right] = stream.tee();
  const chunks = { left: 0, right: 0 };
  for await (const _ of left) chunks.left += 1;
  for await (const _ of right) chunks.right += 1;

  expect(stream.controller).toBeInstanceOf(AbortController);
  expect(chunks.left).toBe(chunks.right);
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, status: 'exact' });
});

test('a reader that stops early ends the invocation and the stream', async () => {
  for await (const _ of agent.answer('What is a stream?')) break;
  await stage.server.settled();
  const trace = await new Tracer().getLastTrace('streaming_agent');

  expect(stage.server.requests[0]?.outcome).toBe('abandoned');
  expect(trace).toMatchObject({ status: 'ok', spans: [{ kind: 'model', name: 'gpt-4o' }] });
});

test('a connection that dies in the middle fails both, and keeps what had come', async () => {
  await expect(readAll(agent.answer('Hello [[cut]]'))).rejects.toThrow('terminated');
  const trace = await new Tracer().getLastTrace('streaming_agent');

  expect(trace).toMatchObject({
    status: 'error',
    response: expect.stringMatching(/^You asked/),
    spans: [{ kind: 'model', status: 'error' }],
  });
});
