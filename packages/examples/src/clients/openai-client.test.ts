import { CostTracker, observe, observeClient, unobserveClient } from '@kagura/observability';
import { SpanKind } from '@opentelemetry/api';
import OpenAI, { AzureOpenAI } from 'openai';
import { type ObservedStage, startObservedStage } from './observed-stage';
import { scriptedFetch } from './scripted-fetch';

let stage: ObservedStage;
beforeEach(async () => {
  stage = await startObservedStage();
});
afterEach(() => stage.close());

const chat = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user' as const, content }] });

it('makes the span of the conventions for a chat', async () => {
  await stage.openai.chat.completions.create({
    ...chat('Hello'),
    temperature: 0.5,
    top_p: 0.9,
    max_completion_tokens: 50,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    seed: 7,
    stop: ['END'],
    n: 2,
    service_tier: 'default',
    response_format: { type: 'json_object' },
  });

  const span = stage.clientSpan();
  expect([span.name, span.kind]).toEqual(['chat gpt-4o', SpanKind.CLIENT]);
  expect(span.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.top_p': 0.9,
    'gen_ai.request.max_tokens': 50,
    'gen_ai.request.frequency_penalty': 0.1,
    'gen_ai.request.presence_penalty': 0.2,
    'gen_ai.request.seed': 7,
    'gen_ai.request.stop_sequences': ['END'],
    'gen_ai.request.choice.count': 2,
    'gen_ai.output.type': 'json',
    'openai.api.type': 'chat_completions',
    'openai.request.service_tier': 'default',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(stage.server.url).port),
    'gen_ai.response.id': 'chatcmpl-standin-1',
    'gen_ai.response.model': 'gpt-4o',
    'gen_ai.response.finish_reasons': ['length'],
    'gen_ai.usage.input_tokens': 2,
    'gen_ai.usage.output_tokens': 50,
    'openai.response.service_tier': 'default',
    'openai.response.system_fingerprint': 'fp_stand_in',
    'http.response.status_code': 200,
  });
});

it('leaves out what a request does not say', async () => {
  await stage.openai.chat.completions.create({ ...chat('Hello'), n: 1, stream: false });

  const named = Object.keys(stage.clientSpan().attributes).filter((name) =>
    name.startsWith('gen_ai.request.'),
  );
  expect(named).toEqual(['gen_ai.request.model']);
});

it.each([
  ['whole', false],
  ['streamed', true],
])('names the tools that a %s answer asks for', async (_how, stream) => {
  const tools = [
    { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } },
  ];
  const answer = await stage.openai.chat.completions.create({ ...chat('Weather?'), tools, stream });
  if (stream) for await (const _ of answer as AsyncIterable<unknown>);

  expect(stage.clientSpan().attributes).toMatchObject({
    'kagura.response.tool_calls': ['weather'],
    'gen_ai.response.finish_reasons': ['tool_calls'],
  });
});

it('names each tool once, however often the client sent the request', async () => {
  stage.openai.maxRetries = 1;
  const tools = [
    { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } },
  ];
  const body = { ...chat('Weather? [[error 503 times 1]]'), tools, stream: true } as const;
  for await (const _ of await stage.openai.chat.completions.create(body));

  expect(stage.clientSpan().attributes['kagura.response.tool_calls']).toEqual(['weather']);
});

it('makes the span of a response with its conversation', async () => {
  await stage.openai.responses.create({
    model: 'gpt-4o',
    input: 'Hello',
    conversation: 'conv_1',
    max_output_tokens: 20,
    text: { format: { type: 'text' } },
  });

  expect(stage.clientSpan().attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.conversation.id': 'conv_1',
    'gen_ai.request.max_tokens': 20,
    'gen_ai.output.type': 'text',
    'gen_ai.response.finish_reasons': ['max_output_tokens'],
    'openai.api.type': 'responses',
  });
});

it('makes the span of embeddings', async () => {
  await stage.openai.embeddings.create({ model: 'text-embedding-3-small', input: 'Hello', dimensions: 8 });

  const span = stage.clientSpan();
  expect(span.name).toBe('embeddings text-embedding-3-small');
  expect(span.attributes).toMatchObject({
    'gen_ai.embeddings.dimension.count': 8,
    'gen_ai.usage.input_tokens': 2,
  });
  expect(await stage.cost()).toMatchObject({ calls: 1, status: 'exact' });
});

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

it.each([
  [
    'text_completion gpt-3.5-turbo-instruct',
    { object: 'text_completion', id: 'cmpl-1', model: 'gpt-3.5-turbo-instruct', choices: [], usage },
    (client: OpenAI) => client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Hello' }),
    { 'gen_ai.usage.input_tokens': 10 },
  ],
  [
    'chat gpt-5',
    {
      object: 'response.compaction',
      id: 'resp-1',
      output: [],
      usage: { input_tokens: 90, output_tokens: 12 },
    },
    (client: OpenAI) => client.responses.compact({ model: 'gpt-5', input: 'Hello' }),
    { 'gen_ai.usage.input_tokens': 90, 'gen_ai.usage.output_tokens': 12 },
  ],
  [
    'image_generation gpt-image-1',
    {
      created: 1,
      data: [],
      usage: { input_tokens: 9, output_tokens: 4, input_tokens_details: { text_tokens: 9 } },
    },
    (client: OpenAI) => client.images.generate({ model: 'gpt-image-1', prompt: 'A fox' }),
    { 'gen_ai.usage.output_tokens': 4, 'gen_ai.output.type': 'image' },
  ],
  [
    'transcription gpt-4o-transcribe',
    { text: 'Hello', usage: { type: 'tokens', input_tokens: 8, output_tokens: 3, total_tokens: 11 } },
    (client: OpenAI) =>
      client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: new File(['x'], 'x.wav') }),
    { 'gen_ai.usage.input_tokens': 8, 'gen_ai.output.type': 'text' },
  ],
  [
    'speech tts-1',
    'bytes',
    (client: OpenAI) => client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello' }),
    { 'gen_ai.output.type': 'speech', 'http.response.status_code': 200 },
  ],
])('makes the span "%s"', async (name, body, call, attributes) => {
  const { fetch } = scriptedFetch(body);
  await call(observeClient(new OpenAI({ apiKey: 'k', baseURL: 'https://api.openai.com/v1', fetch })));

  expect(stage.clientSpan().name).toBe(name);
  expect(stage.clientSpan().attributes).toMatchObject(attributes);
});

it('ends a call whose answer has another form, or none that is read, with unknown usage', async () => {
  const { fetch } = scriptedFetch('1\n00:00 Hello\n', { 'content-type': 'text/plain' });
  const client = observeClient(new OpenAI({ apiKey: 'k', fetch }));
  const text = await client.audio.transcriptions.create({
    model: 'whisper-1',
    response_format: 'srt',
    file: new File(['x'], 'x.wav'),
  });

  expect(text).toBe('1\n00:00 Hello\n');
  expect(stage.clientSpan().attributes['kagura.cost.status']).toBe('unpriced');
});

it('ends a call whose answer has no body', async () => {
  const fetch = async () => new Response(null, { status: 204 });
  const client = observeClient(new OpenAI({ apiKey: 'k', fetch }));

  expect(await client.chat.completions.create(chat('Hello'))).toBeNull();
  expect(stage.clientSpan().attributes['http.response.status_code']).toBe(204);
});

it('does not ask for usage where Azure answers from data of the application', async () => {
  const body = { ...chat('Hello'), stream: true, data_sources: [] } as const;
  for await (const _ of await stage.openai.chat.completions.create(body));

  expect(stage.server.requests[0]?.body).not.toHaveProperty('stream_options');
});

it('counts a call and another that is made to send it', async () => {
  const guarded = new OpenAI({
    apiKey: 'k',
    fetch: async () => {
      await stage.openai.chat.completions.create(chat('Is that allowed?'));
      return Response.json({ object: 'chat.completion', id: 'c', model: 'gpt-4o', choices: [], usage });
    },
  });
  await observeClient(guarded).chat.completions.create(chat('Hello'));

  expect(await stage.cost()).toMatchObject({ calls: 2, pricedCalls: 2, inputTokens: 14 });
  expect(stage.spans().map(({ name }) => name)).toEqual(['chat gpt-4o', 'chat gpt-4o']);
});

describe('the provider', () => {
  const answer = { object: 'chat.completion', id: 'c', model: 'm', choices: [], usage };

  it.each([
    ['https://api.openai.com/v1', 'openai', true],
    ['https://api.groq.com/openai/v1', 'groq', false],
    ['https://api.deepseek.com', 'deepseek', false],
    ['https://api.x.ai/v1', 'x_ai', false],
    ['https://openrouter.ai/api/v1', 'openrouter', false],
    ['https://api.mistral.ai/v1', 'mistral_ai', false],
    ['https://api.together.xyz/v1', 'together', true],
    ['http://localhost:11434/v1', 'ollama', true],
  ])('of %s is %s, and is asked for the usage of a stream: %s', async (baseURL, provider, isAsked) => {
    const { fetch, requests } = scriptedFetch(answer);
    const client = observeClient(new OpenAI({ apiKey: 'k', baseURL, fetch }));
    for await (const _ of await client.chat.completions.create({ ...chat('Hi'), stream: true }));

    expect(stage.clientSpan().attributes['gen_ai.provider.name']).toBe(provider);
    expect(String(requests[0]?.body).includes('include_usage')).toBe(isAsked);
  });

  it('of AzureOpenAI is Azure, and its deployment is the model', async () => {
    const { fetch, requests } = scriptedFetch({ ...answer, model: 'gpt-4o-2024-11-20' });
    const endpoint = 'https://acme.openai.azure.com';
    const client = new AzureOpenAI({
      apiKey: 'k',
      endpoint,
      apiVersion: '2024-10-21',
      deployment: 'chat-eu',
      fetch,
    });
    await observeClient(client).chat.completions.create({ ...chat('Hi'), model: '' });

    expect(requests[0]?.url).toContain('/deployments/chat-eu/');
    expect(stage.clientSpan().attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.request.model': 'chat-eu',
      'gen_ai.response.model': 'gpt-4o-2024-11-20',
      'server.address': 'acme.openai.azure.com',
      'server.port': 443,
    });
  });
});

it.each([
  [400, 'BadRequestError'],
  [401, 'AuthenticationError'],
  [404, 'NotFoundError'],
  [429, 'RateLimitError'],
  [500, 'InternalServerError'],
])('records status %d as %s, without tokens and without a cost', async (status, type) => {
  const error: unknown = await stage.openai.chat.completions
    .create(chat(`Hello [[error ${status}]]`))
    .catch((thrown: unknown) => thrown);

  expect([error instanceof OpenAI.APIError, (error as Error).constructor.name]).toEqual([true, type]);
  expect(stage.clientSpan().attributes).toMatchObject({
    'error.type': type,
    'http.response.status_code': status,
  });
  expect(await stage.cost()).toMatchObject({ calls: 1, failedCalls: 1, pricedCalls: 0 });
});

it('records a request that took too long', async () => {
  const hasty = stage.openai.withOptions({ timeout: 20 });
  const error: unknown = await hasty.chat.completions
    .create(chat('Hello [[stall 200]]'))
    .catch((thrown: unknown) => thrown);

  expect(stage.clientSpan().attributes['error.type']).toBe((error as Error).constructor.name);
  expect(stage.clientSpan().attributes).not.toHaveProperty('http.response.status_code');
});

it('counts how often the client sent a request again, as one call', async () => {
  stage.openai.maxRetries = 2;
  await stage.openai.chat.completions.create(chat('Hello [[error 429 times 2]]'));

  expect(stage.clientSpan().attributes['http.request.resend_count']).toBe(2);
  expect(await stage.cost()).toMatchObject({ calls: 1, status: 'exact' });
});

it('belongs to the agent around it, or to none', async () => {
  const ask = () => stage.openai.chat.completions.create(chat('Hello'));
  await observe(ask, 'reader')();
  await ask();

  const report = await stage.kagura.costs.generateReport('today');
  expect(report.byAgent.map(({ key, calls }) => [key, calls]).sort()).toEqual([
    [null, 1],
    ['reader', 1],
  ]);
});

describe('observeClient()', () => {
  const ask = () => stage.openai.chat.completions.create(chat('Hello'));

  it('gives the same object, however often it is observed', async () => {
    expect(observeClient(observeClient(stage.openai))).toBe(stage.openai);
    await ask();
    expect(await stage.cost()).toMatchObject({ calls: 1 });
  });

  it('touches this client only, not its class', async () => {
    const other = new OpenAI({ apiKey: 'k', baseURL: stage.server.openaiBaseUrl });
    await other.chat.completions.create(chat('Hello'));
    expect(await stage.cost()).toMatchObject({ calls: 0 });
  });

  it('can be undone, to the last property', async () => {
    const untouched = new OpenAI({ apiKey: 'k', baseURL: stage.server.openaiBaseUrl });
    const namesOf = ({ chat }: OpenAI) => Reflect.ownKeys(chat.completions);

    expect(unobserveClient(stage.openai)).toBe(stage.openai);
    await ask();
    expect(await stage.cost()).toMatchObject({ calls: 0 });
    expect(namesOf(stage.openai)).toEqual(namesOf(untouched));
    expect(Reflect.ownKeys(stage.openai)).toEqual(Reflect.ownKeys(untouched));
  });

  it('does nothing any more once undone, also where somebody wrapped it since', async () => {
    const { completions } = stage.openai.chat;
    const wrapped = completions.create;
    completions.create = function (this: unknown, ...args: unknown[]) {
      return Reflect.apply(wrapped, this, args);
    } as typeof wrapped;
    unobserveClient(stage.openai);
    await ask();
    await stage.kagura.shutdown();
    const { calls } = await new CostTracker({ database: stage.database }).getCost();
    expect(calls).toBe(0);
  });

  it('observes copies that the client makes of itself', async () => {
    await stage.openai.withOptions({ timeout: 1_000 }).chat.completions.create(chat('Hello'));
    expect(await stage.cost()).toMatchObject({ calls: 1 });
  });

  it('calls a method that was replaced on the class afterwards', async () => {
    const create = jest.spyOn(OpenAI.Chat.Completions.prototype, 'create');
    await ask();
    expect(create).toHaveBeenCalledTimes(1);
    create.mockRestore();
  });

  it('follows what a test double returns in place of the client', async () => {
    const client = new OpenAI({ apiKey: 'k' });
    jest.spyOn(client.chat.completions, 'create').mockResolvedValue({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o',
      choices: [],
      usage,
    });
    await observeClient(client).chat.completions.create(chat('Hello'));
    expect(await stage.cost()).toMatchObject({ calls: 1, inputTokens: 10 });
  });

  it('records nothing after the recording was stopped, and the client works on', async () => {
    await stage.kagura.shutdown();
    expect((await ask()).choices).toHaveLength(1);
  });
});
