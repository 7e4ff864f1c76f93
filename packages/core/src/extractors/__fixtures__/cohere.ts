import type { ResponseFixture } from './response-fixture';

const read = { provider: 'cohere', model: 'command-a-03-2025', shape: 'cohere' } as const;
const hint = { model: 'command-a-03-2025' } as const;

/** After the types of `cohere-ai` 8.1. */
export const COHERE_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Cohere as its API writes it: the bill, not what the model saw',
    hint,
    response: {
      id: 'c-1',
      finish_reason: 'COMPLETE',
      message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
      usage: {
        billed_units: { input_tokens: 12, output_tokens: 4 },
        tokens: { input_tokens: 507, output_tokens: 6 },
        cached_tokens: 448,
      },
    },
    expected: {
      ...read,
      responseId: 'c-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 12, outputTokens: 4 },
    },
  },
  {
    name: 'Cohere as its client returns it',
    hint,
    response: {
      id: 'c-1',
      finishReason: 'MAX_TOKENS',
      message: { role: 'assistant', content: [] },
      usage: {
        billedUnits: { inputTokens: 12, outputTokens: 4 },
        tokens: { inputTokens: 507, outputTokens: 6 },
      },
    },
    expected: {
      ...read,
      responseId: 'c-1',
      finishReason: 'MAX_TOKENS',
      usage: { inputTokens: 12, outputTokens: 4 },
    },
  },
  {
    name: 'Cohere without a bill',
    hint,
    response: {
      id: 'c-1',
      finishReason: 'COMPLETE',
      usage: { tokens: { inputTokens: 507, outputTokens: 6 }, cachedTokens: 448 },
    },
    expected: {
      ...read,
      responseId: 'c-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 507, cachedReadTokens: 448, outputTokens: 6 },
    },
  },
  {
    name: 'the first version of its chat',
    hint,
    response: {
      text: 'Hi',
      generationId: 'g-1',
      finishReason: 'COMPLETE',
      meta: { apiVersion: { version: '1' }, billedUnits: { inputTokens: 5, outputTokens: 2 } },
    },
    expected: {
      ...read,
      responseId: 'g-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 5, outputTokens: 2 },
    },
  },
  {
    name: 'embeddings of Cohere',
    hint: { model: 'embed-v4.0' },
    response: {
      responseType: 'embeddings_by_type',
      id: 'e-1',
      embeddings: { float: [[0.1]] },
      texts: ['Hi'],
      meta: { billedUnits: { inputTokens: 3 } },
    },
    expected: { ...read, model: 'embed-v4.0', responseId: 'e-1', usage: { inputTokens: 3 } },
  },
];
