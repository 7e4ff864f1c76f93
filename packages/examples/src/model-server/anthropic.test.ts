import Anthropic from '@anthropic-ai/sdk';
import { type ModelServer, startModelServer } from './model-server';

const TOOL: Anthropic.Tool = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

const request = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'What is AI?' } as const],
};

let server: ModelServer;
let anthropic: Anthropic;

beforeEach(async () => {
  server = await startModelServer();
  anthropic = new Anthropic({ apiKey: 'stand-in', baseURL: server.anthropicBaseUrl, maxRetries: 0 });
});

afterEach(() => server.close());

test('a message counts system and user text and says where it comes from', async () => {
  const { data: message, response } = await anthropic.messages
    .create({ ...request, system: 'Be brief' })
    .withResponse();

  expect(response.headers.get('x-model-server')).toBe('stand-in');
  expect(message).toMatchObject({
    id: 'msg_standin_1',
    model: 'claude-sonnet-5',
    stop_reason: 'end_turn',
    content: [{ type: 'text', text: expect.stringMatching(/^You asked: What is AI\?/) }],
    usage: { input_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
  });
  expect(server.usage.get('claude-sonnet-5')).toMatchObject({
    calls: 1,
    inputTokens: 5,
    outputTokens: message.usage.output_tokens,
  });
});

test('a message ends at its limit', async () => {
  const message = await anthropic.messages.create({ ...request, max_tokens: 3 });

  expect(message).toMatchObject({
    stop_reason: 'max_tokens',
    content: [{ text: 'You asked: W' }],
    usage: { output_tokens: 3 },
  });
});

test('a tool is asked for, and its result is answered', async () => {
  const called = await anthropic.messages.create({ ...request, tools: [TOOL] });
  const [call] = called.content;

  expect(called.stop_reason).toBe('tool_use');
  expect(call).toMatchObject({
    type: 'tool_use',
    id: 'toolu_standin_1',
    name: 'get_weather',
    input: { city: 'What is AI?' },
  });

  const answered = await anthropic.messages.create({
    ...request,
    tools: [TOOL],
    messages: [
      ...request.messages,
      { role: 'assistant', content: called.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_standin_1', content: 'Sunny' }] },
    ],
  });

  expect(answered.content).toMatchObject([
    { type: 'text', text: expect.stringMatching(/^The tools returned: Sunny\. /) },
  ]);
});

test('a cached prefix is written once, then read, apart from the other input', async () => {
  const send = async (question: string, ttl: '5m' | '1h') => {
    const cached = {
      type: 'text',
      text: '1234567890123456',
      cache_control: { type: 'ephemeral', ttl },
    } as const;
    const { usage } = await anthropic.messages.create({
      ...request,
      system: [cached],
      messages: [{ role: 'user', content: question }],
    });
    return usage;
  };

  expect(await send('12345678', '1h')).toMatchObject({
    input_tokens: 2,
    cache_creation_input_tokens: 4,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 4 },
  });
  expect(await send('1234', '5m')).toMatchObject({
    input_tokens: 1,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 4,
  });
});

test('a stream adds up to the message, with cumulative usage', async () => {
  const whole = await anthropic.messages.create(request);
  const events = [];
  for await (const event of await anthropic.messages.create({ ...request, stream: true })) events.push(event);
  const assembled = await anthropic.messages.stream(request).finalMessage();

  expect(events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1])).toEqual([
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
  expect(events[0]).toMatchObject({ message: { content: [], usage: { input_tokens: 3, output_tokens: 1 } } });
  expect(events.at(-2)).toMatchObject({
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: 3, output_tokens: whole.usage.output_tokens },
  });
  expect(assembled.content).toEqual(whole.content);
  expect(assembled.usage.output_tokens).toBe(whole.usage.output_tokens);
});

test('a streamed tool call is assembled by the client', async () => {
  const message = await anthropic.messages.stream({ ...request, tools: [TOOL] }).finalMessage();

  expect(message).toMatchObject({
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', input: { city: 'What is AI?' } }],
  });
});

test.each([
  [400, Anthropic.BadRequestError, 'invalid_request_error'],
  [429, Anthropic.RateLimitError, 'rate_limit_error'],
  [500, Anthropic.InternalServerError, 'api_error'],
  [529, Anthropic.APIError, 'overloaded_error'],
])('fails with status %i as Anthropic does', async (status, errorClass, type) => {
  const messages = [{ role: 'user', content: `Hello [[error ${status}]]` } as const];
  const error = await anthropic.messages.create({ ...request, messages }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(errorClass);
  expect(error).toMatchObject({ status, type, requestID: 'req_standin_1', error: { type: 'error' } });
  expect(server.usage.size).toBe(0);
});

test('a request without max_tokens is refused', async () => {
  const body = JSON.stringify({ model: request.model, messages: request.messages });
  const response = await fetch(`${server.anthropicBaseUrl}/v1/messages`, { method: 'POST', body });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    type: 'error',
    error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
  });
});

test('a stream that is cut fails in the client', async () => {
  const messages = [{ role: 'user', content: 'Hello [[cut]]' } as const];
  const stream = anthropic.messages.stream({ ...request, messages });

  await expect(stream.finalMessage()).rejects.toThrow('terminated');
  expect(server.requests[0]?.outcome).toBe('cut');
});
