import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { createOpenAI } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import { ConfigurationError, CostTracker, observe, observeClient, Tracer } from '@kagura/observability';
import * as ai from 'ai';
import * as ai4 from 'ai4';
import { createOpenAI as createOpenAI4 } from 'ai4-openai';
import * as ai5 from 'ai5';
import { createOpenAI as createOpenAI5 } from 'ai5-openai';
import * as ai6 from 'ai6';
import { createOpenAI as createOpenAI6 } from 'ai6-openai';
import { type Stage, startStage } from '../stage.js';
import { recordedBy } from './recorded-by.js';

let stage: Stage;
before(async () => {
  stage = await startStage();
  ai.registerTelemetry(new OpenTelemetry());
});
after(() => stage.close());

const OFF = { telemetry: { isEnabled: false } };
const ON = { experimental_telemetry: { isEnabled: true } };
const ONCE = { requests: 1, calls: 1, failedCalls: 0, unpricedCalls: 0 };

const provider = () => createOpenAI({ apiKey: 'stand-in', baseURL: stage.server.openaiBaseUrl });
const ask = (prompt = 'Hello', more: object = {}) => ({ model: provider()('gpt-4o'), prompt, ...more });
/** A question to the versions whose telemetry each call switches on, without what tells their types apart. */
const askOld = (createOpenAI: (settings: Settings) => (model: string) => unknown, more: object) => {
  const model = createOpenAI({ apiKey: 'stand-in', baseURL: stage.server.openaiBaseUrl })('gpt-4o');
  return { model, ...ON, ...more } as never;
};
const OLD = {
  4: {
    generate: (more: object) => ai4.generateText(askOld(createOpenAI4, more)),
    stream: (more: object) => ai4.streamText(askOld(createOpenAI4, more)),
  },
  5: {
    generate: (more: object) => ai5.generateText(askOld(createOpenAI5, more)),
    stream: (more: object) => ai5.streamText(askOld(createOpenAI5, more)),
  },
  6: {
    generate: (more: object) => ai6.generateText(askOld(createOpenAI6, more)),
    stream: (more: object) => ai6.streamText(askOld(createOpenAI6, more)),
  },
};
const tools = () => {
  const inputSchema = ai.jsonSchema({ type: 'object', properties: { city: { type: 'string' } } });
  const weather = ai.tool({ description: 'Weather', inputSchema, execute: async () => 'sunny' });
  return { tools: { weather }, stopWhen: ai.isStepCount(3) };
};
const settings = { temperature: 0.5 };

interface Settings {
  readonly apiKey: string;
  readonly baseURL: string;
}

interface TextStream {
  readonly textStream: AsyncIterable<string>;
}

async function readAll({ textStream }: TextStream): Promise<void> {
  for await (const _ of textStream);
}

async function abort(open: (options: { readonly abortSignal: AbortSignal }) => TextStream): Promise<void> {
  const controller = new AbortController();
  for await (const _ of open({ abortSignal: controller.signal }).textStream) controller.abort();
}

async function leave({ textStream }: TextStream): Promise<void> {
  for await (const _ of textStream) break;
}

test('a model that is wrapped in middleware is counted as any other', async () => {
  const wrap = () => {
    const middleware = ai.defaultSettingsMiddleware({ settings });
    return { model: ai.wrapLanguageModel({ model: provider()('gpt-4o'), middleware }) };
  };
  assert.deepEqual(await recordedBy(stage, () => ai.generateText(ask('Hello', wrap()))), ONCE);
});

test('embedMany() that makes one request is one call', async () => {
  const model = provider().embeddingModel('text-embedding-3-small');
  assert.deepEqual(await recordedBy(stage, () => ai.embedMany({ model, values: ['one', 'two'] })), ONCE);
});

test('observeClient() takes no provider of the AI SDK, only its models', () => {
  assert.throws(() => observeClient(provider()), ConfigurationError);
});

test('without telemetry, a call is counted where a decorated method returns its result', async () => {
  const whole = observe(() => ai.generateText(ask('Hello', OFF)), 'agent');
  const streamed = observe(() => ai.streamText(ask('Hello', OFF)), 'agent');
  assert.deepEqual(await recordedBy(stage, whole), ONCE);
  assert.deepEqual(await recordedBy(stage, () => readAll(streamed())), ONCE);
});

test('without telemetry, the steps of a result are one call with the tokens of all', async () => {
  const before = await stage.recorded();
  const billedBefore = stage.server.usage.get('gpt-4o')?.outputTokens ?? 0;
  const run = observe(() => ai.generateText(ask('Weather?', { ...OFF, ...tools() })), 'agent');
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, requests: 2 });
  const billed = (stage.server.usage.get('gpt-4o')?.outputTokens ?? 0) - billedBefore;
  assert.equal((await stage.recorded()).outputTokens - before.outputTokens, billed);
});

test('without telemetry, a call whose text alone is returned is not seen', async () => {
  const run = observe(async () => (await ai.generateText(ask('Hello', OFF))).text, 'text_only');
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, calls: 0 });
});

test('a request that is sent again is one call', async () => {
  const run = () => ai.generateText(ask('Hello [[error 503 times 1]]'));
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, requests: 2 });
});

test('a call that fails is a failed call', async () => {
  const prompt = 'Hello [[error 400]]';
  const failed = { ...ONCE, failedCalls: 1 };
  const streamed = () => readAll(ai.streamText(ask(prompt, { onError: () => undefined })));
  assert.deepEqual(await recordedBy(stage, () => ai.generateText(ask(prompt))), failed);
  assert.deepEqual(await recordedBy(stage, streamed), failed);
});

test('an aborted stream has an unknown cost', async () => {
  const run = () => abort((options) => ai.streamText(ask('Hello', options)));
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, unpricedCalls: 1 });
});

test('a stream that is left without being aborted is not told of', async () => {
  assert.deepEqual(await recordedBy(stage, () => leave(ai.streamText(ask()))), { ...ONCE, calls: 0 });
});

for (const [version, { generate, stream }] of Object.entries(OLD)) {
  test(`version ${version} tells of each attempt, and of no stream that is aborted or left`, async () => {
    const prompt = `Hello [[error 503 times 1]] from version ${version}`;
    const attempts = { requests: 2, calls: 2, failedCalls: 1, unpricedCalls: 0 };
    assert.deepEqual(await recordedBy(stage, () => generate({ prompt })), attempts);
    const aborted = () => abort((options) => stream({ prompt: 'Hello', ...options }));
    assert.deepEqual(await recordedBy(stage, aborted), { ...ONCE, calls: 0 });
    assert.deepEqual(await recordedBy(stage, () => leave(stream({ prompt: 'Hello' }))), {
      ...ONCE,
      calls: 0,
    });
  });
}

test('version 4 asks OpenAI for the usage of a stream only in its strict mode', async () => {
  const read = (compatibility: 'strict' | 'compatible') => () => {
    const openai = createOpenAI4({
      apiKey: 'stand-in',
      baseURL: stage.server.openaiBaseUrl,
      compatibility,
    });
    return readAll(ai4.streamText({ model: openai('gpt-4o'), prompt: 'Hello', ...ON }));
  };
  assert.deepEqual(await recordedBy(stage, read('strict')), ONCE);
  assert.deepEqual(await recordedBy(stage, read('compatible')), { ...ONCE, unpricedCalls: 1 });
});

test('its spans hold no messages where it is told so', async () => {
  await ai.generateText(ask('Canary', { telemetry: { recordInputs: false, recordOutputs: false } }));
  const attributes = stage.exporter.getFinishedSpans().map((span) => span.attributes);
  assert.doesNotMatch(JSON.stringify(attributes), /Canary/);
});

test('calls outside any agent belong to none', async () => {
  const noAgent = async () => {
    const { byAgent } = await new CostTracker().generateReport('today');
    return byAgent.find(({ key }) => key === null)?.calls ?? 0;
  };
  const before = await noAgent();
  await ai.generateText(ask());
  assert.equal((await noAgent()) - before, 1);
});

test('messages in its spans are not stored; what an agent takes and returns is, where it says so', async () => {
  const options = { name: 'keeper', logPrompts: true, logResponses: true };
  const text = await observe(
    async (prompt: string) => (await ai.generateText(ask(prompt))).text,
    options,
  )('Hello');
  const trace = await new Tracer().getLastTrace('keeper');
  const [call] = trace?.spans.filter(({ kind }) => kind === 'model') ?? [];
  const [span] = stage.exporter
    .getFinishedSpans()
    .filter(({ name }) => name === 'chat gpt-4o')
    .slice(-1);
  assert.match(String(span?.attributes['gen_ai.input.messages']), /Hello/);
  assert.deepEqual([trace?.prompt, trace?.response], ['Hello', text]);
  assert.deepEqual([call?.prompt, call?.response], [undefined, undefined]);
});
