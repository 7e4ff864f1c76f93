import OpenAI from 'openai';
import { readDirectives } from './directives';
import { startModelServer } from './model-server';
import { runModelServer } from './run-model-server';
import { tokenize } from './tokens';

const ask = (baseURL: string, content: string) =>
  new OpenAI({ apiKey: 'stand-in', baseURL, maxRetries: 0 }).chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content }],
  });

test('answers can be scripted, one by one', async () => {
  const server = await startModelServer({
    answer: ({ prompt }) =>
      prompt === 'Scripted?' ? { text: 'Yes.', inputTokens: 120, outputTokens: 85 } : undefined,
  });
  const scripted = await ask(server.openaiBaseUrl, 'Scripted?');
  const own = await ask(server.openaiBaseUrl, 'Not?');
  await server.close();

  expect(scripted).toMatchObject({
    choices: [{ message: { content: 'Yes.' } }],
    usage: { prompt_tokens: 120, completion_tokens: 85 },
  });
  expect(own.choices[0]?.message.content).toMatch(/^You asked: Not\?/);
  expect(server.usage.get('gpt-4o')).toMatchObject({ calls: 2, inputTokens: 121 });
});

test('requests are kept as they came', async () => {
  const server = await startModelServer();
  await ask(server.openaiBaseUrl, 'Hello');
  await server.close();

  expect(server.requests).toMatchObject([
    {
      number: 1,
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer stand-in' },
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] },
      outcome: 'answered',
      status: 200,
    },
  ]);
});

test('a taken port is an error', async () => {
  const server = await startModelServer();
  const port = Number(new URL(server.url).port);

  await expect(startModelServer({ port })).rejects.toThrow('EADDRINUSE');
  await server.close();
});

test('latency is added before an answer', async () => {
  const seen: string[] = [];
  const server = await startModelServer({
    latencyMs: ({ prompt }) => {
      seen.push(prompt);
      return 1;
    },
  });
  await ask(server.openaiBaseUrl, 'Hello');
  await server.close();

  expect(seen).toEqual(['Hello']);
});

test('tokens are code points by four, so that no character is torn apart', () => {
  expect(tokenize('')).toEqual([]);
  expect(tokenize('abcd🦊efghi')).toEqual(['abcd', '🦊efg', 'hi']);
});

test.each([
  ['nothing special', {}],
  ['[[error 429]]', { error: { status: 429, times: Number.POSITIVE_INFINITY } }],
  [
    'a [[stall 20]] b [[error 503 times 2]] c [[cut]]',
    { error: { status: 503, times: 2 }, cut: true, stallMs: 20 },
  ],
  ['[[fail]] [[usage never]]', { fail: true, withholdUsage: true }],
  ['[[usage late 30]] [[refuse stream_options]]', { usageDelayMs: 30, refusedField: 'stream_options' }],
  ['[[error 200]] [[error]] [[stall]] [[halt 1]] [error 500] [[usage]] [[refuse]]', {}],
])('directives in "%s"', (text, expected) => {
  expect(readDirectives(text)).toEqual({ ...readDirectives(''), ...expected });
});

test('no directive asks for anything', () => {
  expect(readDirectives('')).toEqual({
    error: undefined,
    cut: false,
    fail: false,
    stallMs: 0,
    withholdUsage: false,
    usageDelayMs: 0,
    refusedField: undefined,
  });
});

test('the command says where it listens', async () => {
  const printed: string[] = [];
  const server = await runModelServer(['--port', '0'], (text) => printed.push(text));
  await server.close();

  expect(printed.join()).toContain(server.openaiBaseUrl);
});

test.each([
  [['--port', 'many'], /--port takes a number/],
  [['--prot', '1'], /--prot/],
])('the command refuses %j', async (argv, message) => {
  await expect(runModelServer(argv, () => undefined)).rejects.toThrow(message);
});
