import type { StreamFixture } from './stream-fixture';

const response = { id: 'msg_1', modelId: 'claude-sonnet-4-5', timestamp: new Date(0) } as const;
const read = {
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  responseId: 'msg_1',
  finishReason: 'stop',
  shape: 'ai-sdk',
} as const;

/** After the types of `ai` 4.3, 5.0, 6.0 and 7.0. */
export const AI_SDK_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'AI SDK 4',
    chunks: [
      { type: 'step-start', messageId: 'm-1', request: {}, warnings: [] },
      { type: 'text-delta', textDelta: 'Hel' },
      { type: 'text-delta', textDelta: 'lo' },
      {
        type: 'step-finish',
        messageId: 'm-1',
        request: {},
        response,
        usage: { promptTokens: 10, completionTokens: 4, totalTokens: 14 },
        finishReason: 'stop',
        providerMetadata: { anthropic: { cacheReadInputTokens: 100, cacheCreationInputTokens: 0 } },
        isContinued: false,
      },
      {
        type: 'finish',
        finishReason: 'stop',
        usage: { promptTokens: 10, completionTokens: 4, totalTokens: 14 },
        response,
      },
    ],
    expected: {
      ...read,
      usage: { inputTokens: 110, cachedReadTokens: 100, cacheWriteTokens: 0, outputTokens: 4 },
    },
    text: 'Hello',
  },
  {
    name: 'two steps of AI SDK 6, the sum of which the last part repeats',
    chunks: [
      { type: 'start' },
      ...[1, 2].flatMap((step) => [
        { type: 'start-step', request: {}, warnings: [] },
        { type: 'text-start', id: '0' },
        { type: 'text-delta', id: '0', text: step === 1 ? 'Hel' : 'lo' },
        { type: 'text-end', id: '0' },
        {
          type: 'finish-step',
          response,
          usage: {
            inputTokens: 110,
            inputTokenDetails: { noCacheTokens: 10, cacheReadTokens: 100, cacheWriteTokens: 0 },
            outputTokens: 4,
            outputTokenDetails: { textTokens: 1, reasoningTokens: 3 },
            totalTokens: 114,
          },
          finishReason: step === 1 ? 'tool-calls' : 'stop',
          providerMetadata: { anthropic: {} },
        },
      ]),
      {
        type: 'finish',
        finishReason: 'stop',
        totalUsage: { inputTokens: 220, outputTokens: 8, totalTokens: 228 },
      },
    ],
    expected: {
      ...read,
      usage: {
        inputTokens: 220,
        cachedReadTokens: 200,
        cacheWriteTokens: 0,
        outputTokens: 8,
        reasoningTokens: 6,
      },
    },
    text: 'Hello',
  },
];
