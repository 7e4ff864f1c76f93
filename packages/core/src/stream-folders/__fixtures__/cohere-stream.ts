import type { StreamFixture } from './stream-fixture';

const hint = { model: 'command-a-03-2025' } as const;

/** After the types of `cohere-ai` 8.1. */
export const COHERE_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'Cohere, whose id comes with the first event alone',
    hint,
    chunks: [
      { type: 'message-start', id: 'c-1', delta: { message: { role: 'assistant' } } },
      { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Hel' } } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'lo' } } } },
      { type: 'content-end', index: 0 },
      {
        type: 'message-end',
        delta: {
          finish_reason: 'COMPLETE',
          usage: {
            billed_units: { input_tokens: 12, output_tokens: 4 },
            tokens: { input_tokens: 507, output_tokens: 6 },
          },
        },
      },
    ],
    expected: {
      provider: 'cohere',
      model: 'command-a-03-2025',
      responseId: 'c-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 12, outputTokens: 4 },
      shape: 'cohere',
    },
    text: 'Hello',
  },
  {
    name: 'the first version of its chat as its client returns it',
    hint,
    chunks: [
      { eventType: 'stream-start', generationId: 'g-1', isFinished: false },
      { eventType: 'text-generation', text: 'Hello', isFinished: false },
      {
        eventType: 'stream-end',
        isFinished: true,
        finishReason: 'COMPLETE',
        response: {
          text: 'Hello',
          finishReason: 'COMPLETE',
          generationId: 'g-1',
          meta: { billedUnits: { inputTokens: 12, outputTokens: 4 } },
        },
      },
    ],
    expected: {
      provider: 'cohere',
      model: 'command-a-03-2025',
      responseId: 'g-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 12, outputTokens: 4 },
      shape: 'cohere',
    },
    text: 'Hello',
  },
];
