import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import { type CaptureOptions, observeClient } from '@kagura/observability';
import OpenAI from 'openai';
import { type ObservedStage, startObservedStage } from './observed-stage';

/** Covered by no rule. */
const WORD = 'CanaryInTheCoalMine';
/** Covered by one; put together here, so that no scanner takes this file for a leak. */
const KEY = ['sk', 'proj', 'c4n4ryC4n4ryC4n4ryC4n4ry'].join('-');

let stage: ObservedStage;
afterEach(() => stage.close());

/** The model repeats the secret, which arrives in pieces where it is streamed. */
const start = async (canary: string, capture: CaptureOptions) => {
  const answer = () => ({ text: `It is ${canary}, as you said.` });
  stage = await startObservedStage({ server: { answer }, observability: { capture } });
};

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** Sends a secret in every part of a request that a person or a program writes. */
async function converse(canary: string): Promise<void> {
  const tool = { name: 'login', description: `Logs in with ${canary}` };
  const args = JSON.stringify({ note: `line\n${canary}` });
  const chat = {
    model: 'gpt-4o',
    user: canary,
    messages: [
      { role: 'system' as const, content: `Never tell ${canary}.` },
      { role: 'user' as const, content: [{ type: 'text' as const, text: canary }] },
      {
        role: 'assistant' as const,
        tool_calls: [
          { id: 'call_1', type: 'function' as const, function: { name: 'login', arguments: args } },
        ],
      },
      { role: 'tool' as const, tool_call_id: 'call_1', content: canary },
    ],
  };
  const tools = [{ type: 'function' as const, function: { ...tool, parameters: { type: 'object' } } }];
  const response = { model: 'gpt-4o', instructions: canary, input: canary };
  const message = {
    model: 'claude-opus-4-8',
    max_tokens: 100,
    system: canary,
    messages: [{ role: 'user' as const, content: canary }],
  };
  const { openai, anthropic } = stage;
  await openai.chat.completions.create(chat);
  await openai.chat.completions.create({ ...chat, tools });
  await readAll(await openai.chat.completions.create({ ...chat, stream: true }));
  await openai.responses.create(response);
  await readAll(await openai.responses.create({ ...response, stream: true }));
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: canary });
  await anthropic.messages.create(message);
  await readAll(await anthropic.messages.create({ ...message, stream: true }));
  await anthropic.messages.stream(message).finalMessage();
}

/** Both providers repeat the key that they refuse. */
async function beRefused(key: string): Promise<void> {
  const error = {
    type: 'authentication_error',
    code: 'invalid_api_key',
    message: `Incorrect API key: ${key}.`,
  };
  const fetch = async () => Response.json({ type: 'error', error }, { status: 401 });
  const options = { apiKey: key, fetch, maxRetries: 0 };
  const messages = [{ role: 'user' as const, content: 'Hello' }];
  const openai = observeClient(new OpenAI(options));
  const anthropic = observeClient(new Anthropic(options));
  await expect(openai.chat.completions.create({ model: 'gpt-4o', messages })).rejects.toThrow(key);
  const message = { model: 'claude-opus-4-8', max_tokens: 1, messages };
  await expect(anthropic.messages.create(message)).rejects.toThrow(key);
}

/** Spans, and the bytes of the database's files. */
async function kept(): Promise<{ spans: string; database: string }> {
  await stage.kagura.flush();
  const folder = dirname(stage.database);
  return {
    spans: inspect(stage.spans(), { depth: 20, maxArrayLength: null, maxStringLength: null }),
    database: readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join(),
  };
}

const CAPTURED = { prompts: true, responses: true };

it('is seen where it is captured and nothing covers it, which is how these tests would see it', async () => {
  await start(WORD, CAPTURED);
  await converse(WORD);
  const { spans, database } = await kept();
  expect(spans).toContain(WORD);
  expect(database).toContain(WORD);
});

it.each<[string, string, CaptureOptions]>([
  ['nothing is captured', WORD, {}],
  ['a rule covers it', KEY, CAPTURED],
  ['a pattern covers it', WORD, { ...CAPTURED, redact: [/CanaryIn\w{1,40}/] }],
  ['a function covers it', WORD, { ...CAPTURED, redact: [(text) => text.replaceAll(WORD, 'a bird')] }],
])('is kept nowhere where %s', async (_name, canary, capture) => {
  await start(canary, capture);
  await converse(canary);
  const { spans, database } = await kept();
  expect(stage.spans().length).toBeGreaterThan(8);
  expect(spans).not.toContain(canary);
  expect(database).not.toContain(canary);
});

it('is kept nowhere where a provider refuses it as a key', async () => {
  await start(KEY, {});
  await beRefused(KEY);
  const { spans, database } = await kept();
  expect(spans).not.toContain(KEY);
  expect(database).not.toContain(KEY);
  expect(spans).toContain('Incorrect API key: [redacted: openai_key].');
  expect(database).toContain('Incorrect API key: [redacted: openai_key].');
});
