import type { StreamFixture } from './stream-fixture';

const metadata = { type: 'response-metadata', id: 'chatcmpl-1', modelId: 'gpt-4o', timestamp: new Date(0) };
const read = {
  provider: 'openai',
  model: 'gpt-4o',
  responseId: 'chatcmpl-1',
  finishReason: 'stop',
  shape: 'ai-sdk',
} as const;

/** As `doStream()` of the providers for `ai` 4.3, 5.0 and 7.0 streams. */
export const AI_SDK_MODEL_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'a model of AI SDK 4',
    chunks: [
      metadata,
      { type: 'text-delta', textDelta: 'Hel' },
      { type: 'text-delta', textDelta: 'lo' },
      {
        type: 'finish',
        finishReason: 'stop',
        usage: { promptTokens: 20, completionTokens: 46 },
        providerMetadata: { openai: { cachedPromptTokens: 4 } },
      },
    ],
    expected: { ...read, usage: { inputTokens: 20, cachedReadTokens: 4, outputTokens: 46 } },
    text: 'Hello',
  },
  {
    name: 'a model of AI SDK 5',
    chunks: [
      { type: 'stream-start', warnings: [] },
      metadata,
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'Hel' },
      { type: 'text-delta', id: '0', delta: 'lo' },
      { type: 'text-end', id: '0' },
      {
        type: 'finish',
        finishReason: 'stop',
        usage: { inputTokens: 20, outputTokens: 46, totalTokens: 66, cachedInputTokens: 4 },
        providerMetadata: { openai: {} },
      },
    ],
    expected: { ...read, usage: { inputTokens: 20, cachedReadTokens: 4, outputTokens: 46 } },
    text: 'Hello',
  },
  {
    name: 'a model of AI SDK 7',
    chunks: [
      { type: 'stream-start', warnings: [] },
      metadata,
      { type: 'reasoning-delta', id: '0', delta: 'Hm' },
      { type: 'text-delta', id: '1', delta: 'Hello' },
      {
        type: 'finish',
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 20, noCache: 16, cacheRead: 4, cacheWrite: undefined },
          outputTokens: { total: 46, text: 40, reasoning: 6 },
        },
        providerMetadata: { openai: {} },
      },
    ],
    expected: {
      ...read,
      usage: { inputTokens: 20, cachedReadTokens: 4, outputTokens: 46, reasoningTokens: 6 },
    },
    text: 'Hello',
  },
];
