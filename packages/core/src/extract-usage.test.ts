import fc from 'fast-check';
import { extractUsage } from './extract-usage';
import { AI_SDK_FIXTURES } from './extractors/__fixtures__/ai-sdk';
import { AI_SDK_MODEL_FIXTURES } from './extractors/__fixtures__/ai-sdk-model';
import { ANTHROPIC_MESSAGE_FIXTURES } from './extractors/__fixtures__/anthropic-message';
import { BATCH_FIXTURES } from './extractors/__fixtures__/batches';
import { BEDROCK_FIXTURES } from './extractors/__fixtures__/bedrock';
import { COHERE_FIXTURES } from './extractors/__fixtures__/cohere';
import { GEMINI_FIXTURES } from './extractors/__fixtures__/gemini';
import { GIVEN_USAGE_FIXTURES } from './extractors/__fixtures__/given-usage';
import { LANGCHAIN_FIXTURES } from './extractors/__fixtures__/langchain';
import { MISTRAL_FIXTURES } from './extractors/__fixtures__/mistral';
import { MISTRAL_OCR_FIXTURES } from './extractors/__fixtures__/mistral-ocr';
import { OLLAMA_FIXTURES } from './extractors/__fixtures__/ollama';
import { OPENAI_CHAT_FIXTURES } from './extractors/__fixtures__/openai-chat';
import { OPENAI_COMPATIBLE_FIXTURES } from './extractors/__fixtures__/openai-compatible';
import { OPENAI_EMBEDDINGS_FIXTURES } from './extractors/__fixtures__/openai-embeddings';
import { OPENAI_GATEWAYS_FIXTURES } from './extractors/__fixtures__/openai-gateways';
import { OPENAI_MEDIA_FIXTURES } from './extractors/__fixtures__/openai-media';
import { OPENAI_REALTIME_FIXTURES } from './extractors/__fixtures__/openai-realtime';
import { OPENAI_RESPONSES_FIXTURES } from './extractors/__fixtures__/openai-responses';
import { TRANSCRIPTION_FIXTURES } from './extractors/__fixtures__/transcriptions';
import { WRAPPED_FIXTURES } from './extractors/__fixtures__/wrapped';
import { SHAPES } from './extractors/shapes';
import { has } from './fields';
import { expectSound, nearly } from './hostile-values.suite';
import type { Usage, UsageHint } from './usage';

/** What extractors read themselves. */
const SHAPE_FIXTURES = [
  ...OPENAI_CHAT_FIXTURES,
  ...OPENAI_COMPATIBLE_FIXTURES,
  ...OPENAI_GATEWAYS_FIXTURES,
  ...OPENAI_RESPONSES_FIXTURES,
  ...OPENAI_EMBEDDINGS_FIXTURES,
  ...OPENAI_MEDIA_FIXTURES,
  ...OPENAI_REALTIME_FIXTURES,
  ...TRANSCRIPTION_FIXTURES,
  ...ANTHROPIC_MESSAGE_FIXTURES,
  ...GEMINI_FIXTURES,
  ...BEDROCK_FIXTURES,
  ...MISTRAL_FIXTURES,
  ...MISTRAL_OCR_FIXTURES,
  ...COHERE_FIXTURES,
  ...OLLAMA_FIXTURES,
  ...AI_SDK_FIXTURES,
  ...AI_SDK_MODEL_FIXTURES,
  ...LANGCHAIN_FIXTURES,
  ...GIVEN_USAGE_FIXTURES,
];
const FIXTURES = [...SHAPE_FIXTURES, ...WRAPPED_FIXTURES, ...BATCH_FIXTURES];

/** The same object, with the keys of every object in it in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reordered);
  }
  return Object.prototype.toString.call(value) === '[object Object]'
    ? Object.fromEntries(
        Object.entries(value as object)
          .reverse()
          .map(([key, inner]) => [key, reordered(inner)]),
      )
    : value;
}

describe('extractUsage', () => {
  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('reads %s', (_name, fixture) => {
    expect(extractUsage(fixture.response, fixture.hint)).toEqual(fixture.expected);
  });

  it.each(SHAPE_FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    'finds no other shape in %s',
    (_name, { response, hint = {} }) => {
      const body = response as object;
      const matching = SHAPES.filter(
        ([mark, extract]) => has(body, mark) && extract(body, hint) !== undefined,
      );
      expect(new Set(matching.map(([, extract]) => extract)).size).toBe(1);
    },
  );

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    'reads %s whatever the order of its keys',
    (_name, fixture) => {
      expect(extractUsage(reordered(fixture.response), fixture.hint)).toEqual(fixture.expected);
    },
  );

  it.each(SHAPE_FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    'reads %s with its HTTP response around it',
    (_name, fixture) => {
      const wrapped = { data: fixture.response, response: new Response(), request_id: null };
      expect(extractUsage(wrapped, fixture.hint)).toEqual(fixture.expected);
    },
  );

  it('reads its own readings back', () => {
    for (const { response, hint } of FIXTURES) {
      const reading = extractUsage(response, hint);
      if (reading?.model !== undefined) {
        expect(extractUsage(reading)).toEqual(reading);
      }
    }
  });

  it.each([
    ['a string', 'usage'],
    ['an object with usage of something else', { usage: { cpu: 0.3, memory: 512 } }],
    ['an object with a usage text', { model: 'gpt-4o', usage: 'usage: kagura [options]' }],
    ['an object with token counts in its usage', { usage: { prompt_tokens: 1, completion_tokens: 2 } }],
    ['a response inside a result', { text: 'Hi', response: OPENAI_CHAT_FIXTURES[0]?.response }],
    ['a response beside a request id', { request_id: 'r', data: OPENAI_CHAT_FIXTURES[0]?.response }],
    ['counts of a prompt beside data', { data: [], usage: { promptTokens: 1 } }],
    ['bytes', new Uint8Array(8)],
    ['steps of another kind', { steps: [{ usage: { inputTokens: 1 } }], finishReason: 'stop' }],
    ['a message of the user in LangChain', { content: 'Hi', response_metadata: {} }],
    ['a piece of an answer of Ollama', { model: 'llama3.2', created_at: 'now', done: false }],
    ['an embedding that counts nothing', { embeddings: [{ values: [0.1] }] }],
    ['an image whose tokens are not counted', { created: 1, data: [{ url: 'https://example.com' }] }],
    ['a body of InvokeModel that is no JSON', { $metadata: {}, body: new Uint8Array(8) }],
    ['a list of responses', [OPENAI_CHAT_FIXTURES[0]?.response]],
    ['a list of models', { object: 'list', data: [{ id: 'gpt-4o', object: 'model' }] }],
    [
      'an output item of a response',
      { type: 'message', role: 'assistant', content: [], status: 'completed' },
    ],
    ['a token count of a prompt', { input_tokens: 14 }],
    ['a chat message', { role: 'assistant', content: 'Hi' }],
    ['an error body', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    ['counts among other things', { inputTokens: 3, outputTokens: 4, answer: 'Hi' }],
    ['counts that are none', { model: 'gpt-4o', inputTokens: -1, outputTokens: 1.5 }],
    ['a model alone', { model: 'gpt-4o', answer: 'Hi' }],
    ['a shape', { shape: 'circle', usage: { radius: 3 }, model: 'round' }],
    [
      'a chat completion chunk',
      { object: 'chat.completion.chunk', choices: [], usage: { prompt_tokens: 1 } },
    ],
  ])('finds nothing in %s', (_name, value) => {
    expect(extractUsage(value)).toBeUndefined();
  });

  it.each(['queued', 'in_progress'])('waits for a response that is %s', (status) => {
    expect(extractUsage({ id: 'resp_1', object: 'response', model: 'gpt-5', status })).toBeUndefined();
  });

  it('does not touch what a lazy result computes when it is read', () => {
    const touched: string[] = [];
    const names = ['object', 'usage', 'totalUsage', 'response', 'output', 'text', 'steps', 'finishReason'];
    const getters = Object.fromEntries(
      names.map((name) => [name, { get: () => touched.push(name), enumerable: true }]),
    );
    const lazy = Object.defineProperties({}, getters);
    const others = {
      warnings: [],
      images: [],
      responses: [],
      values: [],
      embeddings: [],
      raw: {},
      created: 1,
    };
    expect(extractUsage(lazy)).toBeUndefined();
    expect(extractUsage(Object.assign(Object.create(lazy), others))).toBeUndefined();
    expect(touched).toEqual([]);
  });

  it('finds no usage in an object that hides what else it holds', () => {
    const given = { inputTokens: 1, outputTokens: 2 };
    const ownKeys = () => {
      throw new Error('hidden');
    };
    expect(extractUsage(given)).toEqual({ usage: given, shape: 'usage' });
    expect(extractUsage(new Proxy(given, { ownKeys }))).toBeUndefined();
  });

  it("does not take OpenRouter's fee for the cost when the provider's bill is not known", () => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, cost: 0.001, is_byok: true };
    expect(extractUsage({ choices: [], usage })?.reportedCostUsd).toBeUndefined();
  });

  it('takes the host that was asked over the name of the client', () => {
    const { response } = OPENAI_CHAT_FIXTURES[2] ?? {};
    const providerAt = (baseUrl: string) => extractUsage(response, { provider: 'openai', baseUrl })?.provider;
    expect(providerAt('https://api.groq.com/openai/v1')).toBe('groq');
    expect(providerAt('https://user:secret@eu.api.openai.com:443/v1')).toBe('openai');
    expect(providerAt('https://my.openai.azure.com')).toBe('azure.ai.openai');
    expect(providerAt('https://europe-west1-aiplatform.googleapis.com/v1')).toBe('gcp.vertex_ai');
    expect(providerAt('https://gateway.execute-api.eu-west-1.amazonaws.com')).toBe('openai');
    expect(providerAt('http://127.0.0.1:8080/v1')).toBe('openai');
    expect(providerAt('http://localhost:11434/v1')).toBe('ollama');
    expect(providerAt('not a url')).toBe('openai');
  });

  it("does not believe that OpenAI answers when OpenAI's client asks a host that nobody knows", () => {
    const answered = (fields: object, hint: UsageHint) =>
      extractUsage({ object: 'chat.completion', choices: [], ...fields }, hint)?.provider;
    const proxied = { provider: 'openai', baseUrl: 'https://llm.example.com/v1' };
    expect(answered({ model: 'gpt-5' }, proxied)).toBe('openai');
    expect(answered({ model: 'claude-sonnet-4-5' }, proxied)).toBeUndefined();
    expect(answered({ model: 'gpt-oss-120b', x_groq: { id: 'req_1' } }, proxied)).toBe('groq');
    expect(answered({ model: 'claude-sonnet-4-5' }, { ...proxied, provider: 'anthropic' })).toBe('anthropic');
    expect(answered({ model: 'my-deployment' }, { provider: 'openai' })).toBe('openai');
  });

  it('keeps counts that contradict each other, and says so', () => {
    const usage: Usage = { inputTokens: 10, cachedReadTokens: 8, cacheWriteTokens: 3, outputTokens: 1 };
    expect(extractUsage({ model: 'gpt-4o', ...usage })).toMatchObject({ usage, inconsistent: true });
    expect(extractUsage({ model: 'm', outputTokens: 1, reasoningTokens: 2 })?.inconsistent).toBe(true);
    expect(extractUsage({ model: 'm', outputTokens: 2, reasoningTokens: 2 })?.inconsistent).toBeUndefined();
  });

  it('does not add up counts that are too large to be exact', () => {
    const usage = { input_tokens: Number.MAX_SAFE_INTEGER, cache_read_input_tokens: 1, output_tokens: 2 };
    const reading = extractUsage({ type: 'message', model: 'claude-sonnet-4-5', usage });
    expect(reading?.usage).toEqual({ cachedReadTokens: 1, outputTokens: 2 });
  });

  it('nor output and reasoning beside it', () => {
    const usage = { completion_tokens: Number.MAX_SAFE_INTEGER, reasoning_tokens: 1, citation_tokens: 3 };
    const reading = extractUsage({ object: 'chat.completion', model: 'sonar-deep-research', usage });
    expect(reading?.usage.outputTokens).toBeUndefined();
  });

  it('never throws, and its parts fit into their totals or are marked', () => {
    const names = [...SHAPES.map(([mark]) => mark), 'data', 'id', 'response', 'raw', 'body', 'message'];
    const responses = FIXTURES.map(({ response }) => response);
    fc.assert(
      fc.property(nearly(responses, names), (make) => {
        expectSound(extractUsage(make()));
      }),
      { numRuns: 10_000 },
    );
  });
});
