import { CostTracker } from '@kagura/observability';
import { SpanStatusCode } from '@opentelemetry/api';
import { type ObservedStage, startObservedStage } from './observed-stage';

let stage: ObservedStage;
beforeEach(async () => {
  stage = await startObservedStage();
});
afterEach(() => stage.close());

type Reader = (stream: AsyncIterable<unknown> & { readonly controller: AbortController }) => Promise<void>;

const chat = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user' as const, content }] });

/** Opens and reads a stream of each client; what the reader throws is returned. */
const clients = {
  openai: async (prompt: string, read: Reader) =>
    read(await stage.openai.chat.completions.create({ ...chat(prompt), stream: true })),
  'openai responses': async (input: string, read: Reader) =>
    read(await stage.openai.responses.create({ model: 'gpt-4o', input, stream: true })),
  anthropic: async (content: string, read: Reader) =>
    read(
      await stage.anthropic.messages.create({
        model: 'claude-opus-4-8',
        max_tokens: 100,
        messages: [{ role: 'user', content }],
        stream: true,
      }),
    ),
};

const readAll: Reader = async (stream) => {
  for await (const _ of stream);
};
const leaveEarly: Reader = async (stream) => {
  for await (const _ of stream) break;
};
const abort: Reader = async (stream) => {
  for await (const _ of stream) stream.controller.abort();
};

const failureOf = (reading: Promise<void>): Promise<unknown> =>
  reading.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(Object.entries(clients))('a stream of %s', (_name, open) => {
  it('that is read to its end has its usage and its time to the first chunk', async () => {
    await open('Hello', readAll);

    const { attributes, status } = stage.clientSpan();
    expect(status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    expect(attributes['kagura.usage.source']).toBe('reported');
    expect(await stage.cost()).toMatchObject({ calls: 1, status: 'exact', inputTokens: 2 });
  });

  it.each([
    ['left early', leaveEarly],
    ['aborted', abort],
  ])('that is %s leaves a record that says it is partial', async (_how, read) => {
    await open('Hello', read);

    const { attributes, status } = stage.clientSpan();
    expect(attributes['kagura.usage.source']).toBe('partial');
    expect(attributes['kagura.cost.usd']).not.toBe(0);
    expect(status.code).toBe(SpanStatusCode.UNSET);
    expect(await stage.cost()).toMatchObject({ calls: 1, failedCalls: 0 });
  });

  it('that is cut leaves a record of the failure, and fails with the same error', async () => {
    const error = (await failureOf(open('Hello [[cut]]', readAll))) as Error;

    const { attributes, status } = stage.clientSpan();
    expect(error).toMatchObject({ name: 'TypeError', message: 'terminated' });
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'terminated' });
    expect(attributes).toMatchObject({ 'error.type': 'TypeError', 'kagura.usage.source': 'partial' });
    expect(await stage.cost()).toMatchObject({ calls: 1 });
  });

  it('that the provider breaks off is recorded with the code of the provider', async () => {
    const error = (await failureOf(open('Hello [[fail]]', readAll))) as Error;

    expect(error.constructor.name).toBe('APIError');
    expect(stage.clientSpan().attributes['error.type']).toMatch(/^(server_error|overloaded_error)$/);
    expect(await stage.cost()).toMatchObject({ calls: 1 });
  });

  it('that nobody begins to read ends with the recording', async () => {
    await open('Hello', async () => undefined);
    await stage.kagura.shutdown();

    const { calls, failedCalls } = await new CostTracker({ database: stage.database }).getCost();
    expect([calls, failedCalls]).toEqual([1, 0]);
  });
});

it('has unknown usage, never none, where an OpenAI stream ends before it tells', async () => {
  await clients.openai('Hello', leaveEarly);

  const { attributes } = stage.clientSpan();
  expect(attributes).not.toHaveProperty('gen_ai.usage.output_tokens');
  expect(attributes).toMatchObject({ 'kagura.cost.status': 'unpriced' });
  expect(await stage.cost()).toMatchObject({ total: null, unpricedCalls: 1 });
});

it('has the tokens that an Anthropic stream told before it ended', async () => {
  await clients.anthropic('Hello', leaveEarly);

  expect(stage.clientSpan().attributes).toMatchObject({
    'gen_ai.usage.input_tokens': 2,
    'kagura.cost.status': 'estimated',
  });
});

it('has unknown usage where the server never tells it', async () => {
  await clients.openai('Hello [[usage never]]', readAll);

  const { attributes } = stage.clientSpan();
  expect(attributes).toMatchObject({
    'kagura.cost.status': 'unpriced',
    'gen_ai.response.id': 'chatcmpl-standin-1',
  });
  expect(attributes).not.toHaveProperty('kagura.usage.source');
});

it('waits for a usage that comes late', async () => {
  await clients.openai('Hello [[usage late 20]]', readAll);

  expect(await stage.cost()).toMatchObject({ calls: 1, status: 'exact' });
});

it('asks a server that refuses the question for usage once, and then no more', async () => {
  await clients.openai('Hello [[refuse stream_options]]', readAll);
  await clients.openai('Hello [[refuse stream_options]]', readAll);

  const asked = stage.server.requests.map(({ body, status }) => ['stream_options' in body, status]);
  expect(asked).toEqual([
    [true, 400],
    [false, 200],
    [false, 200],
  ]);
  expect(await stage.cost()).toMatchObject({ calls: 2, unpricedCalls: 2 });
});

it('sends a request once that a server refuses for another reason', async () => {
  await expect(clients.openai('Hello [[error 400]]', readAll)).rejects.toThrow('400');

  expect(stage.server.requests).toHaveLength(1);
  expect(stage.clientSpan().attributes).toMatchObject({
    'error.type': 'BadRequestError',
    'http.response.status_code': 400,
  });
});

it('does not ask for usage where that is turned off', async () => {
  await stage.close();
  stage = await startObservedStage({ client: { streamUsage: false } });
  await clients.openai('Hello', readAll);

  expect(stage.server.requests[0]?.body).not.toHaveProperty('stream_options');
  expect(await stage.cost()).toMatchObject({ calls: 1, unpricedCalls: 1 });
});
