import type { ResponseFixture } from './response-fixture';

const gpt = { id: 'chatcmpl-1', modelId: 'gpt-4o' } as const;
const claude = { id: 'msg_1', modelId: 'claude-opus-4-8' } as const;
const content = [{ type: 'text', text: 'Hi' }];
const read = { finishReason: 'stop', shape: 'ai-sdk' } as const;
const readGpt = { ...read, provider: 'openai', model: 'gpt-4o', responseId: 'chatcmpl-1' } as const;

/** As `doGenerate()` and `doEmbed()` of the providers for `ai` 4.3, 5.0, 6.0 and 7.0 answer. */
export const AI_SDK_MODEL_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'a model of AI SDK 4, which may leave out who answered',
    hint: { provider: 'mistral.chat', model: 'mistral-small' },
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { promptTokens: 20, completionTokens: 46 },
      rawCall: { rawPrompt: [], rawSettings: {} },
      warnings: [],
    },
    expected: {
      ...read,
      provider: 'mistral_ai',
      model: 'mistral-small',
      usage: { inputTokens: 20, outputTokens: 46 },
    },
  },
  {
    name: 'a model of AI SDK 5, which answers as a step does',
    response: {
      content,
      finishReason: 'stop',
      usage: { inputTokens: 20, outputTokens: 46, totalTokens: 66, reasoningTokens: 6, cachedInputTokens: 4 },
      request: { body: {} },
      response: gpt,
      warnings: [],
      providerMetadata: { openai: { acceptedPredictionTokens: 0 } },
    },
    expected: {
      ...readGpt,
      usage: { inputTokens: 20, cachedReadTokens: 4, outputTokens: 46, reasoningTokens: 6 },
    },
  },
  {
    name: 'a model of AI SDK 6 with OpenAI',
    response: {
      content,
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: {
        inputTokens: { total: 20, noCache: 16, cacheRead: 4, cacheWrite: undefined },
        outputTokens: { total: 46, text: 40, reasoning: 6 },
        raw: { prompt_tokens: 20, completion_tokens: 46 },
      },
      response: gpt,
      warnings: [],
      providerMetadata: { openai: {} },
    },
    expected: {
      ...readGpt,
      usage: { inputTokens: 20, cachedReadTokens: 4, outputTokens: 46, reasoningTokens: 6 },
    },
  },
  {
    name: 'a model of AI SDK 7 with Anthropic, whose own numbers tell how long the cache lasts',
    response: {
      content,
      finishReason: { unified: 'stop', raw: 'end_turn' },
      usage: {
        inputTokens: { total: 1110, noCache: 10, cacheRead: 1000, cacheWrite: 100 },
        outputTokens: { total: 46, text: undefined, reasoning: undefined },
        raw: {
          input_tokens: 10,
          output_tokens: 46,
          cache_read_input_tokens: 1000,
          cache_creation_input_tokens: 100,
          cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 60 },
          service_tier: 'standard',
          speed: 'fast',
          inference_geo: 'us',
        },
      },
      response: claude,
      warnings: [],
      providerMetadata: { anthropic: { serviceTier: 'standard' } },
    },
    expected: {
      ...read,
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      responseId: 'msg_1',
      serviceTier: 'standard',
      speed: 'fast',
      geo: 'us',
      usage: {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 60,
        outputTokens: 46,
      },
    },
  },
  {
    name: 'a model of AI SDK 7 that was told no usage',
    hint: { provider: 'my-provider', model: 'my-model' },
    response: {
      content,
      finishReason: { unified: 'other', raw: undefined },
      usage: { inputTokens: { total: undefined }, outputTokens: { total: undefined } },
      warnings: [],
    },
    expected: {
      provider: 'my-provider',
      model: 'my-model',
      finishReason: 'other',
      usage: {},
      shape: 'ai-sdk',
    },
  },
  {
    name: 'embeddings of a model of the AI SDK',
    response: {
      embeddings: [[0.1]],
      usage: { tokens: 8 },
      response: { headers: {}, body: { object: 'list', model: 'text-embedding-3-small' } },
      warnings: [],
    },
    expected: {
      provider: 'openai',
      model: 'text-embedding-3-small',
      usage: { inputTokens: 8 },
      shape: 'ai-sdk-embeddings',
    },
  },
];
