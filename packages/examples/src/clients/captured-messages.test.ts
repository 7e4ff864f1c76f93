import { observeClient } from '@kagura/observability';
import { openDatabase, readTrace } from '@kagura/store';
import { AzureOpenAI } from 'openai';
import { kaguraTrace } from './kagura-trace';
import { type ObservedStage, startObservedStage } from './observed-stage';

let stage: ObservedStage;
afterEach(() => stage.close());

const weather = {
  type: 'object' as const,
  properties: { place: { type: 'object', properties: { city: { type: 'string', enum: ['Oslo', 'Rome'] } } } },
};
const definition = { type: 'function', name: 'weather', parameters: weather };
const text = (content: string) => ({ type: 'text', content });
const system = { role: 'system', parts: [text('Be short.')] };
const user = { role: 'user', parts: [text('Weather?')] };

const chat = {
  model: 'gpt-4o',
  messages: [
    { role: 'system' as const, content: 'Be short.' },
    { role: 'user' as const, content: 'Weather?' },
  ],
  tools: [{ type: 'function' as const, function: { name: 'weather', parameters: weather } }],
};
const message = {
  model: 'claude-opus-4-8',
  max_tokens: 100,
  system: 'Be short.',
  messages: [{ role: 'user' as const, content: 'Weather?' }],
  tools: [{ name: 'weather', input_schema: weather }],
};
const response = {
  model: 'gpt-4o',
  instructions: 'Be short.',
  input: 'Weather?',
  tools: [{ type: 'function' as const, name: 'weather', parameters: weather, strict: false }],
};

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const azure = () =>
  observeClient(
    new AzureOpenAI({
      apiKey: 'stand-in',
      baseURL: `${stage.server.url}/openai`,
      apiVersion: '2024-10-21',
      deployment: 'helpdesk',
    }),
  );

const calls: readonly (readonly [name: string, call: () => Promise<unknown>])[] = [
  ['an OpenAI chat', async () => stage.openai.chat.completions.create(chat)],
  [
    'a streamed OpenAI chat',
    async () => readAll(await stage.openai.chat.completions.create({ ...chat, stream: true })),
  ],
  ['a chat with Azure', async () => azure().chat.completions.create(chat)],
  [
    'a streamed chat with Azure',
    async () => readAll(await azure().chat.completions.create({ ...chat, stream: true })),
  ],
  ['an OpenAI response', async () => stage.openai.responses.create(response)],
  [
    'a streamed OpenAI response',
    async () => readAll(await stage.openai.responses.create({ ...response, stream: true })),
  ],
  ['an Anthropic message', async () => stage.anthropic.messages.create(message)],
  [
    'a streamed Anthropic message',
    async () => readAll(await stage.anthropic.messages.create({ ...message, stream: true })),
  ],
  ['an Anthropic stream helper', () => stage.anthropic.messages.stream(message).finalMessage()],
];

/** The texts of the one call in the store. */
async function stored(): Promise<{ input: unknown; output: unknown }> {
  await stage.kagura.flush();
  const { traceId } = stage.clientSpan().spanContext();
  const database = openDatabase({ path: stage.database, readOnly: true });
  const trace = readTrace(database, traceId);
  database.close();
  const content = trace && [trace.root, ...trace.descendants].find(({ kind }) => kind === 'model')?.content;
  return {
    input: JSON.parse(content?.input ?? 'null'),
    output: JSON.parse(content?.output ?? 'null'),
  };
}

describe.each(calls)('%s', (name, call) => {
  it('has its very messages in span, store and command line where they are to be kept', async () => {
    stage = await startObservedStage({ observability: { capture: { prompts: true, responses: true } } });
    await call();

    const { attributes } = stage.clientSpan();
    const read = (key: string): unknown => JSON.parse(String(attributes[key] ?? 'null'));
    const { input, output } = await stored();
    const isChat = name.includes('chat');
    expect(read('gen_ai.input.messages')).toEqual(isChat ? [system, user] : [user]);
    expect(read('gen_ai.system_instructions')).toEqual(isChat ? null : [text('Be short.')]);
    expect(read('gen_ai.tool.definitions')).toEqual([definition]);
    expect(input).toEqual([system, user]);
    expect(read('gen_ai.output.messages')).toEqual(output);
    expect(output).toMatchObject([
      { role: 'assistant', parts: [{ type: 'tool_call', name: 'weather', id: expect.any(String) }] },
    ]);
    const { traceId } = stage.clientSpan().spanContext();
    const printed = JSON.parse(await kaguraTrace(stage, traceId, '--json'));
    expect(printed.data.root).toMatchObject({ kind: 'model', input, output });
    const lines = await kaguraTrace(stage, traceId);
    expect(lines).toContain('system: Be short.');
    expect(lines).toContain('user: Weather?');
    expect(lines).toMatch(/assistant: .*weather/);
  });

  it('leaves no word of them where they are not', async () => {
    stage = await startObservedStage();
    await call();

    expect(JSON.stringify(stage.clientSpan().attributes)).not.toMatch(/Be short|Weather\?|city/);
    expect(await stored()).toEqual({ input: null, output: null });
  });
});

it('keeps the text of an answer, streamed or whole, as one message', async () => {
  stage = await startObservedStage({ client: { logResponses: true } });
  const { tools: _, ...request } = message;
  const { content } = await stage.anthropic.messages.stream(request).finalMessage();

  const expected = [
    {
      role: 'assistant',
      parts: [text(content[0]?.type === 'text' ? content[0].text : '')],
      finish_reason: 'end_turn',
    },
  ];
  expect(JSON.parse(String(stage.clientSpan().attributes['gen_ai.output.messages']))).toEqual(expected);
  expect(await stored()).toEqual({ input: null, output: expected });
});

it('keeps what came of an answer that was cut', async () => {
  stage = await startObservedStage({ client: { logResponses: true } });
  const stream = await stage.openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Hello [[cut]]' }],
    stream: true,
  });
  let received = '';
  const reading = async () => {
    for await (const { choices } of stream) received += choices[0]?.delta.content ?? '';
  };
  await expect(reading()).rejects.toThrow('terminated');

  expect(received).not.toBe('');
  expect(await stored()).toMatchObject({ output: [{ role: 'assistant', parts: [text(received)] }] });
});

it('keeps a request that has no messages as it is', async () => {
  stage = await startObservedStage({ client: { logPrompts: true } });
  const request = { model: 'text-embedding-3-small', input: ['Hello', 'World'] };
  await stage.openai.embeddings.create(request);

  expect(JSON.parse(String(stage.clientSpan().attributes['kagura.input']))).toEqual([request]);
});
