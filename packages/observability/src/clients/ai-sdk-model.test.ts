import { BudgetExceededError, CostTracker, observe, observeClient, unobserveClient } from '../index';
import { type ObservedProcess, startObserved } from '../test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const CALL = { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: '{}' };
const METADATA = { type: 'response-metadata', id: 'r-1', modelId: 'gpt-4o-2024-08-06' };
const ENDING = {
  finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
  usage: { inputTokens: { total: 1_000, cacheRead: 200 }, outputTokens: { total: 100, reasoning: 10 } },
};
const ANSWER = {
  ...ENDING,
  content: [CALL],
  response: { id: 'r-1', modelId: 'gpt-4o-2024-08-06' },
  warnings: [],
};
const PARTS: readonly object[] = [
  { type: 'stream-start', warnings: [] },
  METADATA,
  { type: 'text-delta', id: '0', delta: 'Hm' },
  CALL,
  { type: 'finish', ...ENDING },
];
const PROMPT = { prompt: [{ role: 'user', content: [{ type: 'text', text: 'Weather?' }] }] };
/** 1,000 tokens in, 200 of them from the cache, and 100 out. */
const CALL_NANO_USD = 3_250_000;

type Request = Readonly<Record<string, unknown>>;

/** A model as providers make it. */
class Model {
  readonly modelId = 'gpt-4o';
  readonly config = {
    provider: 'openai.chat',
    url: ({ path }: { path: string }) => `https://api.openai.com/v1${path}`,
  };
  readonly requests: Request[] = [];
  answer: () => object = () => ANSWER;
  parts = PARTS;

  constructor(readonly specificationVersion = 'v4') {}

  get provider(): string {
    return this.config.provider;
  }

  async doGenerate(request: Request): Promise<object> {
    this.requests.push(request);
    return this.answer();
  }

  async doStream(request: Request): Promise<{ readonly stream: ReadableStream<object> }> {
    this.requests.push(request);
    const parts = [...this.parts];
    const pull = (controller: ReadableStreamDefaultController<object>): void => {
      const part = parts.shift();
      if (part) controller.enqueue(part);
      else controller.close();
    };
    return { stream: new ReadableStream({ pull }, { highWaterMark: 0 }) };
  }
}

async function read({ stream }: { readonly stream: ReadableStream<object> }): Promise<object[]> {
  const parts: object[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const SPAN = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.request.temperature': 0.5,
  'gen_ai.request.max_tokens': 300,
  'gen_ai.request.stop_sequences': ['.'],
  'gen_ai.output.type': 'json',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.response.id': 'r-1',
  'gen_ai.response.finish_reasons': ['tool-calls'],
  'gen_ai.usage.input_tokens': 1_000,
  'gen_ai.usage.cache_read.input_tokens': 200,
  'gen_ai.usage.output_tokens': 100,
  'kagura.response.tool_calls': ['weather'],
  'server.address': 'api.openai.com',
  'server.port': 443,
};
const REQUEST = {
  ...PROMPT,
  temperature: 0.5,
  maxOutputTokens: 300,
  stopSequences: ['.'],
  responseFormat: { type: 'json' },
};

it('an answer makes the span of the conventions, and comes back as it is', async () => {
  const model = observeClient(new Model());
  expect(await model.doGenerate(REQUEST)).toBe(ANSWER);
  expect(observed.span('chat gpt-4o').attributes).toMatchObject(SPAN);
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd: CALL_NANO_USD });
});

it('a stream does when it has been read', async () => {
  const opened = await observeClient(new Model()).doStream(REQUEST);
  expect(observed.spans()).toEqual([]);
  expect(await read(opened)).toEqual(PARTS);
  expect(observed.span('chat gpt-4o').attributes).toMatchObject({ ...SPAN, 'gen_ai.request.stream': true });
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd: CALL_NANO_USD });
});

it.each(['doGenerate', 'doStream'] as const)(
  'messages of %s are kept where it is asked for',
  async (method) => {
    const model = observeClient(new Model(), { logPrompts: true, logResponses: true });
    const answer = await model[method](PROMPT);
    if ('stream' in answer) await read(answer as { readonly stream: ReadableStream<object> });
    const { attributes } = observed.span('chat gpt-4o');
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toMatchObject([
      {
        parts: expect.arrayContaining([{ type: 'tool_call', id: 'c1', name: 'weather', arguments: {} }]),
        finish_reason: 'tool-calls',
      },
    ]);
  },
);

it('an error among the parts of a stream fails the call, and reaches the reader as it is', async () => {
  const model = observeClient(new Model());
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  model.parts = [...PARTS.slice(0, 2), error];
  expect((await read(await model.doStream(PROMPT))).at(-1)).toBe(error);
  const { status, attributes } = observed.span('chat gpt-4o');
  expect([status.message, attributes['error.type']]).toEqual(['Overloaded', 'overloaded_error']);
});

it('a model in front of an observed model is observed without a second call, also where that fails', async () => {
  const model = observeClient(new Model());
  const inFront = observeClient({
    specificationVersion: 'v4',
    modelId: 'gpt-4o',
    provider: 'openai.chat',
    doGenerate: (request: Request) => model.doGenerate(request),
    doStream: (request: Request) => model.doStream(request),
  });
  await inFront.doGenerate(PROMPT);
  await read(await inFront.doStream(PROMPT));
  model.answer = () => {
    throw Object.assign(new Error('Bad request'), { statusCode: 400 });
  };
  await expect(inFront.doGenerate(PROMPT)).rejects.toThrow('Bad request');
  expect(await new CostTracker().getCost()).toMatchObject({
    calls: 3,
    failedCalls: 1,
    nanoUsd: 2 * CALL_NANO_USD,
  });
});

it('the same question after a failure is another attempt, and another question is not', async () => {
  const ask = (text: string) => ({
    ...PROMPT,
    prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
  });
  const model = observeClient(new Model());
  const agent = observe(async () => {
    model.answer = () => {
      throw new Error('Overloaded');
    };
    await model.doGenerate(ask('One?')).catch(() => undefined);
    model.answer = () => ANSWER;
    await model.doGenerate(ask('Two?'));
    await model.doGenerate(ask('One?'));
  }, 'agent');
  await agent();
  const attempts = observed.spans().map(({ attributes }) => attributes['kagura.attempt']);
  expect(attempts).toEqual([undefined, undefined, 2, undefined]);
});

it('unobserveClient() gives a model back as it was', async () => {
  const model = unobserveClient(observeClient(new Model()));
  await model.doGenerate(PROMPT);
  expect(Object.keys(model)).toEqual(Object.keys(new Model()));
  expect(observed.spans()).toEqual([]);
});

it('an embedding model is observed', async () => {
  const answer = { embeddings: [[0.1]], usage: { tokens: 1_000 }, warnings: [] };
  const model = observeClient({
    specificationVersion: 'v4',
    modelId: 'text-embedding-3-small',
    provider: 'openai.embedding',
    doEmbed: async (_request: Request) => answer,
  });
  expect(await model.doEmbed({ values: ['Hello'] })).toBe(answer);
  expect(observed.spanNames()).toEqual(['embeddings text-embedding-3-small']);
  expect(await new CostTracker().getCost()).toMatchObject({ inputTokens: 1_000, nanoUsd: 20_000 });
});

it('models of other kinds and versions are not known', () => {
  const image = { specificationVersion: 'v4', modelId: 'i', provider: 'p', doGenerate: async () => ({}) };
  expect(() => observeClient(image)).toThrow(/LanguageModel of the AI SDK/);
  expect(() => observeClient(new Model('v9'))).toThrow(/cannot observe this Model/);
});

describe('a budget', () => {
  const limit = (limitUsd: number, more: object = {}) =>
    new CostTracker().setBudget('monthly', { limitUsd, ...more });

  it.each(['doGenerate', 'doStream'] as const)('refuses %s before it is called', async (method) => {
    await limit(0);
    const model = observeClient(new Model());
    await expect(model[method]({ ...PROMPT, maxOutputTokens: 10 })).rejects.toThrow(BudgetExceededError);
    expect(model.requests).toEqual([]);
  });

  it('cannot send a model to another: where it does not fit, it is refused', async () => {
    await limit(0.001, { mode: 'downgrade', downgradeTo: { 'gpt-4o': 'gpt-4o-mini' } });
    const model = observeClient(new Model());
    await expect(model.doGenerate({ ...PROMPT, maxOutputTokens: 300 })).rejects.toThrow(BudgetExceededError);
    expect(model.requests).toEqual([]);
  });

  it.each([
    ['v4', 'maxOutputTokens'],
    ['v1', 'maxTokens'],
  ])('limits the output of a model of version %s by its own name for it', async (version, name) => {
    await limit(0.004, { onTight: 'clampMaxTokens' });
    const model = observeClient(new Model(version));
    await model.doGenerate(PROMPT);
    expect(model.requests[0]?.[name]).toBeGreaterThan(100);
    expect(model.requests[0]?.[name]).toBeLessThan(400);
  });

  it('does not lower a limit to which the provider adds what is thought', async () => {
    await limit(0.004, { onTight: 'clampMaxTokens' });
    const model = observeClient(new Model());
    const providerOptions = { anthropic: { thinking: { type: 'enabled', budgetTokens: 1_024 } } };
    const request = { ...PROMPT, maxOutputTokens: 1_000, providerOptions };
    await expect(model.doGenerate(request)).rejects.toThrow(BudgetExceededError);
  });
});
