import type { ResponseFixture } from './response-fixture';

function step(fields: object): object {
  return { content: [{ type: 'text', text: 'Hi' }], finishReason: 'stop', warnings: [], ...fields };
}

const claude = { id: 'msg_1', modelId: 'claude-sonnet-4-5' } as const;
const read = { responseId: 'msg_1', finishReason: 'stop', shape: 'ai-sdk' } as const;
const readClaude = { ...read, provider: 'anthropic', model: 'claude-sonnet-4-5' } as const;

/** After the types and result classes of `ai` 4.3, 5.0, 6.0 and 7.0. */
export const AI_SDK_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'AI SDK 4, whose Anthropic input leaves the cached tokens out',
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { promptTokens: 10, completionTokens: 20, totalTokens: 30 },
      response: claude,
      steps: [
        step({
          usage: { promptTokens: 10, completionTokens: 20, totalTokens: 30 },
          response: claude,
          providerMetadata: { anthropic: { cacheReadInputTokens: 1000, cacheCreationInputTokens: 100 } },
        }),
      ],
    },
    expected: {
      ...readClaude,
      usage: { inputTokens: 1110, cachedReadTokens: 1000, cacheWriteTokens: 100, outputTokens: 20 },
    },
  },
  {
    name: 'AI SDK 4 with OpenAI, whose details are in its metadata',
    response: step({
      usage: { promptTokens: 100, completionTokens: 20, totalTokens: 120 },
      response: { id: 'msg_1', modelId: 'gpt-5' },
      providerMetadata: { openai: { cachedPromptTokens: 64, reasoningTokens: 15, serviceTier: 'flex' } },
    }),
    expected: {
      ...read,
      provider: 'openai',
      model: 'gpt-5',
      serviceTier: 'flex',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 20, reasoningTokens: 15 },
    },
  },
  {
    name: 'AI SDK 4 that knows no usage',
    response: step({
      usage: { promptTokens: Number.NaN, completionTokens: Number.NaN, totalTokens: Number.NaN },
      response: { id: 'msg_1', modelId: 'my-model' },
    }),
    expected: { ...read, model: 'my-model', usage: {} },
  },
  {
    name: 'AI SDK 5 with two steps of Anthropic, counted by their steps',
    response: {
      steps: [
        step({
          finishReason: 'tool-calls',
          usage: { inputTokens: 10, outputTokens: 20, totalTokens: 30, cachedInputTokens: 0 },
          response: { ...claude, id: 'msg_0' },
          providerMetadata: {
            anthropic: {
              usage: {
                cache_creation_input_tokens: 100,
                cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
                server_tool_use: { web_search_requests: 1 },
                service_tier: 'standard',
              },
              cacheCreationInputTokens: 100,
            },
          },
        }),
        step({
          usage: { inputTokens: 5, outputTokens: 7, totalTokens: 12, cachedInputTokens: 110 },
          response: claude,
          providerMetadata: {
            anthropic: { usage: { service_tier: 'standard' }, cacheCreationInputTokens: 0 },
          },
        }),
      ],
    },
    expected: {
      ...readClaude,
      serviceTier: 'standard',
      usage: {
        inputTokens: 225,
        cachedReadTokens: 110,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 27,
        webSearchRequests: 1,
      },
    },
  },
  {
    name: 'AI SDK 5 with Google, whose output leaves the reasoning out',
    response: step({
      usage: { inputTokens: 10, outputTokens: 5, totalTokens: 85, reasoningTokens: 70 },
      response: { id: 'msg_1', modelId: 'gemini-2.5-pro' },
      providerMetadata: { google: { groundingMetadata: null } },
    }),
    expected: {
      ...read,
      provider: 'gcp.gemini',
      model: 'gemini-2.5-pro',
      usage: { inputTokens: 10, outputTokens: 75, reasoningTokens: 70 },
    },
  },
  {
    name: 'AI SDK 5 with Bedrock, whose input leaves the cached tokens out',
    response: step({
      usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15, cachedInputTokens: 4 },
      response: { id: 'msg_1', modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
      providerMetadata: { bedrock: { usage: { cacheWriteInputTokens: 3 } } },
    }),
    expected: {
      ...read,
      provider: 'aws.bedrock',
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      usage: { inputTokens: 17, cachedReadTokens: 4, cacheWriteTokens: 3, outputTokens: 5 },
    },
  },
  {
    name: 'AI SDK 6, which includes everything and names the provider',
    response: {
      steps: [
        step({
          model: { provider: 'anthropic.messages', modelId: 'claude-sonnet-4-5' },
          usage: {
            inputTokens: 1110,
            inputTokenDetails: { noCacheTokens: 10, cacheReadTokens: 1000, cacheWriteTokens: 100 },
            outputTokens: 20,
            outputTokenDetails: { textTokens: 5, reasoningTokens: 15 },
            totalTokens: 1130,
            raw: { cache_creation: { ephemeral_1h_input_tokens: 40 }, service_tier: 'priority' },
          },
          response: claude,
          providerMetadata: { anthropic: {} },
        }),
      ],
      totalUsage: { inputTokens: 1110, outputTokens: 20, totalTokens: 1130 },
    },
    expected: {
      ...readClaude,
      serviceTier: 'priority',
      usage: {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 20,
        reasoningTokens: 15,
      },
    },
  },
  {
    name: 'AI SDK 7 through a gateway that says what it charged, in two steps of which one counts nothing',
    response: {
      initialResponseMessages: [],
      steps: [
        step({
          finishReason: 'tool-calls',
          model: { provider: 'gateway', modelId: 'openai/gpt-5' },
          usage: { inputTokens: 10, outputTokens: 20, totalTokens: 30 },
          response: { id: 'msg_0', modelId: 'openai/gpt-5' },
          providerMetadata: { openai: {}, gateway: { cost: '0.25' } },
        }),
        step({
          model: { provider: 'gateway', modelId: 'openai/gpt-5' },
          usage: { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
          response: { id: 'msg_1', modelId: 'openai/gpt-5' },
          providerMetadata: { openai: {}, gateway: { cost: '0.5' } },
        }),
      ],
    },
    expected: {
      ...read,
      provider: 'gateway',
      model: 'openai/gpt-5',
      usage: { inputTokens: 10, outputTokens: 20 },
      reportedCostUsd: 0.75,
      partial: true,
    },
  },
  {
    name: 'an object made with the AI SDK',
    response: {
      object: { answer: 'Hi' },
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 20, totalTokens: 30, cachedInputTokens: 4 },
      warnings: [],
      response: { id: 'msg_1', modelId: 'gpt-4o' },
      providerMetadata: { openai: {} },
    },
    expected: {
      ...read,
      provider: 'openai',
      model: 'gpt-4o',
      usage: { inputTokens: 10, cachedReadTokens: 4, outputTokens: 20 },
    },
  },
  {
    name: 'an embedding made with the AI SDK',
    response: {
      value: 'Hi',
      embedding: [0.1],
      usage: { tokens: 8 },
      response: { headers: {}, body: { object: 'list', model: 'text-embedding-3-small' } },
    },
    expected: {
      provider: 'openai',
      model: 'text-embedding-3-small',
      usage: { inputTokens: 8 },
      shape: 'ai-sdk-embeddings',
    },
  },
  {
    name: 'embeddings made with the AI SDK',
    hint: { provider: 'google', model: 'gemini-embedding-001' },
    response: { values: ['Hi'], embeddings: [[0.1]], usage: { tokens: Number.NaN }, responses: [{}] },
    expected: {
      provider: 'gcp.gemini',
      model: 'gemini-embedding-001',
      usage: {},
      shape: 'ai-sdk-embeddings',
    },
  },
  {
    name: 'images made with the AI SDK',
    response: {
      images: [{ mediaType: 'image/png' }],
      warnings: [],
      responses: [{ timestamp: new Date(0), modelId: 'gpt-image-1' }],
      providerMetadata: { openai: { images: [] } },
      usage: { inputTokens: 9, outputTokens: 4160, totalTokens: 4169 },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-image-1',
      usage: { inputTokens: 9, outputTokens: 4160, outputImageTokens: 4160 },
      shape: 'ai-sdk-images',
    },
  },
];
