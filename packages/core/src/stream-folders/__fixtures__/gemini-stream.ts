import type { StreamFixture } from './stream-fixture';

function parts(...texts: readonly string[]): object {
  return { role: 'model', parts: texts.map((text) => ({ text })) };
}

const known = { modelVersion: 'gemini-2.5-flash', responseId: 'rsp-1' } as const;

/** After the types of `@google/genai` 2.32. */
export const GEMINI_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'Gemini, whose last running total counts',
    chunks: [
      {
        ...known,
        candidates: [{ content: { role: 'model', parts: [{ text: 'Hm', thought: true }, { text: 'Hel' }] } }],
        usageMetadata: { promptTokenCount: 10, thoughtsTokenCount: 5, totalTokenCount: 15 },
      },
      {
        ...known,
        candidates: [{ content: parts('lo'), finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: 10,
          candidatesTokenCount: 4,
          thoughtsTokenCount: 6,
          totalTokenCount: 20,
          trafficType: 'ON_DEMAND',
        },
      },
    ],
    expected: {
      provider: 'gcp.vertex_ai',
      model: 'gemini-2.5-flash',
      responseId: 'rsp-1',
      finishReason: 'STOP',
      serviceTier: 'on_demand',
      usage: { inputTokens: 10, outputTokens: 10, reasoningTokens: 6 },
      shape: 'gemini',
    },
    text: 'Hello',
  },
  {
    name: 'a turn of the Live API',
    hint: { model: 'gemini-live-2.5-flash' },
    chunks: [
      { serverContent: { modelTurn: parts('Hel') } },
      { serverContent: { modelTurn: parts('lo') } },
      {
        serverContent: { turnComplete: true },
        usageMetadata: { promptTokenCount: 10, responseTokenCount: 4, totalTokenCount: 14 },
      },
    ],
    expected: {
      provider: 'gcp.gemini',
      model: 'gemini-live-2.5-flash',
      usage: { inputTokens: 10, outputTokens: 4 },
      shape: 'gemini',
    },
    text: 'Hello',
  },
];
