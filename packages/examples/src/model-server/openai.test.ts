import OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { type ModelServer, startModelServer } from './model-server';

const TOOL = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string' },
        days: { type: 'integer' },
        unit: { enum: ['celsius', 'kelvin'] },
      },
      required: ['city', 'days', 'unit'],
    },
  },
} as const;

let server: ModelServer;
let openai: OpenAI;

beforeEach(async () => {
  server = await startModelServer();
  openai = new OpenAI({ apiKey: 'stand-in', baseURL: server.openaiBaseUrl, maxRetries: 0 });
});

afterEach(() => server.close());

const ask = (content: string) =>
  openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content }] });

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const textOf = (chunks: readonly ChatCompletionChunk[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

describe('chat completions', () => {
  test('says that it is a stand-in and gives the same answer to the same question', async () => {
    const { data: first, response } = await ask('What is AI?').withResponse();
    const second = await ask('What is AI?');

    expect(response.headers.get('x-model-server')).toBe('stand-in');
    expect(first).toMatchObject({
      id: 'chatcmpl-standin-1',
      model: 'gpt-4o',
      system_fingerprint: 'fp_stand_in',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant' } }],
    });
    expect(first.choices[0]?.message.content).toMatch(/^You asked: What is AI\? /);
    expect(second.id).toBe('chatcmpl-standin-2');
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
  });

  test('counts four characters as one token, each text by itself, and bills what it counts', async () => {
    const completion = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: '12345' },
        { role: 'user', content: [{ type: 'text', text: '1234567890' }] },
      ],
      max_completion_tokens: 6,
    });

    expect(completion.usage).toMatchObject({ prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 });
    expect(completion.choices[0]?.finish_reason).toBe('length');
    expect(completion.choices[0]?.message.content).toHaveLength(24);
    expect(server.usage.get('gpt-4o')).toEqual({
      calls: 1,
      inputTokens: 5,
      cachedReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 6,
      reasoningTokens: 0,
    });
  });

  test('an o-model also spends reasoning tokens, inside its output', async () => {
    const messages = [{ role: 'user', content: '12345678' }] as const;
    const { usage } = await openai.chat.completions.create({
      model: 'o4-mini',
      messages: [...messages],
      max_completion_tokens: 5,
    });

    expect(usage?.completion_tokens).toBe(5);
    expect(usage?.completion_tokens_details?.reasoning_tokens).toBe(2);
  });

  test('asks for a tool, then answers with its result', async () => {
    const question = { role: 'user', content: 'Weather in Kyoto for 3 days?' } as const;
    const model = 'gpt-4o-mini';
    const called = await openai.chat.completions.create({ model, messages: [question], tools: [TOOL] });
    const message = called.choices[0]!.message;
    const call = message.tool_calls![0]!;

    expect(called.choices[0]?.finish_reason).toBe('tool_calls');
    expect(message.content).toBeNull();
    expect(call).toMatchObject({ id: 'call_standin_1', type: 'function', function: { name: 'get_weather' } });
    expect(call.type === 'function' && JSON.parse(call.function.arguments)).toEqual({
      city: question.content,
      days: 3,
      unit: 'celsius',
    });

    const result = { role: 'tool', tool_call_id: call.id, content: 'Sunny, 21 degrees' } as const;
    const answered = await openai.chat.completions.create({
      model,
      messages: [question, message, result],
      tools: [TOOL],
    });

    expect(answered.choices[0]?.message.content).toMatch(/^The tools returned: Sunny, 21 degrees\. /);
  });

  test('calls no tool when told not to, and the named one when told which', async () => {
    const other = { type: 'function', function: { name: 'get_time' } } as const;
    const request = {
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hello' } as const],
      tools: [TOOL, other],
    };
    const none = await openai.chat.completions.create({ ...request, tool_choice: 'none' });
    const named = await openai.chat.completions.create({ ...request, tool_choice: other });

    expect(none.choices[0]?.message.tool_calls).toBeUndefined();
    expect(named.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: 'get_time', arguments: '{}' } },
    ]);
  });

  test('reports cached tokens only to requests with a cache key, for the part of the prompt that is the same', async () => {
    const send = async (user: string, key?: string) => {
      const completion = await openai.chat.completions.create({
        model: 'gpt-4o',
        messages: [
          { role: 'system', content: '1234567890123456' },
          { role: 'user', content: user },
        ],
        ...(key === undefined ? {} : { prompt_cache_key: key }),
      });
      return completion.usage?.prompt_tokens_details?.cached_tokens;
    };

    expect(await send('12345678', 'shared')).toBe(0);
    expect(await send('other', 'shared')).toBe(4);
    expect(await send('12345678', 'shared')).toBe(6);
    expect(await send('12345678', 'another')).toBe(0);
    expect(await send('12345678')).toBe(0);
  });
});

describe('streamed chat completions', () => {
  const request = {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'What is AI?' } as const],
    stream: true as const,
  };

  test('stream the answer token by token, without usage unless it was asked for', async () => {
    const whole = await ask('What is AI?');
    const chunks = await collect(await openai.chat.completions.create(request));

    expect(textOf(chunks)).toBe(whole.choices[0]?.message.content);
    expect(chunks).toHaveLength(whole.usage!.completion_tokens + 2);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });

  test('send usage in a last chunk without choices', async () => {
    const whole = await ask('What is AI?');
    const chunks = await collect(
      await openai.chat.completions.create({ ...request, stream_options: { include_usage: true } }),
    );

    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test('stream a tool call that the client can assemble', async () => {
    const runner = openai.chat.completions.stream({ ...request, tools: [TOOL] });
    const message = (await runner.finalChatCompletion()).choices[0]?.message;

    expect(message?.tool_calls?.[0]?.function).toMatchObject({ name: 'get_weather' });
    expect(JSON.parse(message!.tool_calls![0]!.function.arguments)).toMatchObject({ unit: 'celsius' });
  });

  test('bill a client that leaves only for what was sent', async () => {
    await server.close();
    server = await startModelServer({ chunkIntervalMs: 5 });
    const client = openai.withOptions({ baseURL: server.openaiBaseUrl });
    for await (const chunk of await client.chat.completions.create(request)) {
      if (chunk.choices[0]?.delta.content) break;
    }
    await server.settled();
    await client.chat.completions.create({ ...request, model: 'gpt-4o-mini', stream: false });
    const left = server.usage.get('gpt-4o')!;
    const stayed = server.usage.get('gpt-4o-mini')!;

    expect(server.requests[0]?.outcome).toBe('abandoned');
    expect(left.inputTokens).toBe(stayed.inputTokens);
    expect(left.outputTokens).toBeGreaterThan(0);
    expect(left.outputTokens).toBeLessThan(stayed.outputTokens);
  });
});

describe('responses', () => {
  const request = { model: 'gpt-4o', input: 'What is AI?' } as const;

  test('answer like chat completions do', async () => {
    const chat = await ask('What is AI?');
    const response = await openai.responses.create({ ...request, instructions: 'Be brief' });

    expect(response).toMatchObject({
      id: 'resp_standin_2',
      status: 'completed',
      usage: {
        input_tokens: 5,
        output_tokens: chat.usage?.completion_tokens,
        total_tokens: 5 + chat.usage!.completion_tokens,
      },
    });
    expect(response.output_text).toBe(chat.choices[0]?.message.content);
  });

  test('end incomplete at the limit', async () => {
    const response = await openai.responses.create({ ...request, max_output_tokens: 3 });

    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
    expect(response.output_text).toBe('You asked: W');
  });

  test('stream to the same response, reasoning included', async () => {
    const whole = await openai.responses.create({ ...request, model: 'o3' });
    const events = await collect(await openai.responses.create({ ...request, model: 'o3', stream: true }));
    const last = events.at(-1);
    const deltas = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''));

    expect(whole.usage?.output_tokens_details.reasoning_tokens).toBe(3);
    expect(deltas.join('')).toBe(whole.output_text);
    expect(events[0]).toMatchObject({
      type: 'response.created',
      response: { status: 'in_progress', output: [] },
    });
    expect(last).toMatchObject({ type: 'response.completed', response: { usage: whole.usage } });
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
  });

  test('ask for a tool, then answer with its result', async () => {
    const tools = [{ ...TOOL.function, type: 'function', strict: false } as const];
    const called = await openai.responses.create({ ...request, tools: [...tools] });
    const call = called.output.find((item) => item.type === 'function_call')!;
    const answered = await openai.responses.create({
      ...request,
      input: [
        { role: 'user', content: request.input },
        call,
        { type: 'function_call_output', call_id: call.call_id, output: 'Sunny' },
      ],
      tools: [...tools],
    });

    expect(call).toMatchObject({ name: 'get_weather', call_id: 'call_standin_1' });
    expect(answered.output_text).toMatch(/^The tools returned: Sunny\. /);
  });
});

describe('embeddings', () => {
  test('are unit vectors that depend on the text alone', async () => {
    const create = (input: string | string[]) =>
      openai.embeddings.create({ model: 'text-embedding-3-small', input });
    const { data, usage } = await create(['cats', 'dogs and more']);
    const [again] = (await create('cats')).data;

    expect(usage).toEqual({ prompt_tokens: 5, total_tokens: 5 });
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 8],
      [1, 8],
    ]);
    expect(Math.hypot(...data[0]!.embedding)).toBeCloseTo(1);
    expect(again?.embedding).toEqual(data[0]?.embedding);
    expect(data[1]?.embedding).not.toEqual(data[0]?.embedding);
  });

  test('come as plain numbers when asked', async () => {
    const options = {
      model: 'text-embedding-3-small',
      input: 'cats',
      encoding_format: 'float',
      dimensions: 3,
    } as const;

    expect((await openai.embeddings.create(options)).data[0]?.embedding).toHaveLength(3);
  });
});

describe('on request', () => {
  test.each([
    [400, OpenAI.BadRequestError, 'invalid_request_error', 'invalid_value'],
    [429, OpenAI.RateLimitError, 'requests', 'rate_limit_exceeded'],
    [500, OpenAI.InternalServerError, 'server_error', null],
  ])('fails with status %i as OpenAI does', async (status, errorClass, type, code) => {
    const error = await ask(`Hello [[error ${status}]]`).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ status, type, code, requestID: 'req_standin_1' });
    expect(server.requests).toMatchObject([{ outcome: 'refused', status }]);
    expect(server.usage.size).toBe(0);
  });

  test('fails a number of times, which a retrying client overcomes', async () => {
    const client = openai.withOptions({ maxRetries: 2 });
    const content = 'Hello [[error 503 times 2]]';
    const completion = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content }],
    });

    expect(completion.id).toBe('chatcmpl-standin-3');
    expect(server.requests.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('takes directives from a header', async () => {
    const client = openai.withOptions({ defaultHeaders: { 'x-stand-in': '[[error 500]]' } });

    await expect(client.models.list()).rejects.toThrow('404 Invalid URL (GET /v1/models)');
    await expect(client.embeddings.create({ model: 'm', input: 'x' })).rejects.toThrow(
      OpenAI.InternalServerError,
    );
  });

  test('cuts a stream after its first half and bills that half', async () => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hello [[cut]]' }],
      stream: true,
    });
    const received: ChatCompletionChunk[] = [];
    const reading = (async () => {
      for await (const chunk of stream) received.push(chunk);
    })();

    await expect(reading).rejects.toThrow('terminated');
    expect(server.requests[0]?.outcome).toBe('cut');
    expect(server.usage.get('gpt-4o')?.outputTokens).toBe(received.length - 1);
  });

  test('cuts a plain answer', async () => {
    await expect(ask('Hello [[cut]]')).rejects.toThrow();
    expect(server.requests[0]?.outcome).toBe('cut');
  });

  test('stalls, so that a later request is answered first', async () => {
    const answered: string[] = [];
    const note = async (content: string) => {
      await ask(content);
      answered.push(content);
    };
    await Promise.all([note('Hello [[stall 300]]'), note('Hello')]);

    expect(answered).toEqual(['Hello', 'Hello [[stall 300]]']);
  });

  test('notices a client that leaves before the answer', async () => {
    await server.close();
    const leaving = new AbortController();
    server = await startModelServer({
      latencyMs: () => {
        leaving.abort();
        return 50;
      },
    });
    const client = openai.withOptions({ baseURL: server.openaiBaseUrl });
    const messages = [{ role: 'user', content: 'Hello' } as const];
    const asking = client.chat.completions.create({ model: 'gpt-4o', messages }, { signal: leaving.signal });

    await expect(asking).rejects.toThrow('aborted');
    await server.settled();
    expect(server.requests[0]?.outcome).toBe('abandoned');
  });
});

describe('bad requests', () => {
  const post = (body: string) =>
    fetch(`${server.openaiBaseUrl}/chat/completions`, { method: 'POST', body }).then(async (response) => ({
      status: response.status,
      body: await response.json(),
    }));

  test.each([
    ['no JSON', '{', 'body', /JSON/],
    ['no object', '[]', 'body', /JSON/],
    ['no model', '{"messages":[{"role":"user","content":"x"}]}', 'model', /model/],
    ['no messages', '{"model":"gpt-4o"}', 'messages', /messages/],
  ])('%s', async (_, body, param, message) => {
    expect(await post(body)).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', param, message: expect.stringMatching(message) } },
    });
  });
});
