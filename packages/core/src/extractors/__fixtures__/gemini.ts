import type { ResponseFixture } from './response-fixture';

const candidates = [
  { content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 },
] as const;

const read = { provider: 'gcp.gemini', finishReason: 'STOP', shape: 'gemini' } as const;

/** After the types of `@google/genai` 2.32. */
export const GEMINI_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Gemini, whose thoughts and tool results stand beside answer and prompt',
    response: {
      candidates,
      modelVersion: 'gemini-3-flash',
      responseId: 'rsp-1',
      usageMetadata: {
        promptTokenCount: 100,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 40 },
          { modality: 'AUDIO', tokenCount: 50 },
          { modality: 'IMAGE', tokenCount: 10 },
        ],
        cachedContentTokenCount: 30,
        cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 30 }],
        toolUsePromptTokenCount: 25,
        toolUsePromptTokensDetails: [{ modality: 'IMAGE', tokenCount: 25 }],
        candidatesTokenCount: 20,
        candidatesTokensDetails: [
          { modality: 'TEXT', tokenCount: 5 },
          { modality: 'AUDIO', tokenCount: 15 },
        ],
        thoughtsTokenCount: 70,
        totalTokenCount: 215,
        serviceTier: 'FLEX',
      },
    },
    expected: {
      ...read,
      model: 'gemini-3-flash',
      responseId: 'rsp-1',
      serviceTier: 'flex',
      usage: {
        inputTokens: 125,
        cachedReadTokens: 30,
        outputTokens: 90,
        reasoningTokens: 70,
        inputAudioTokens: 50,
        inputImageTokens: 35,
        outputAudioTokens: 15,
      },
    },
  },
  {
    name: 'Vertex AI by its kind of traffic, with thoughts inside the answer by the total',
    response: {
      candidates,
      createTime: '2026-10-01T00:00:00Z',
      modelVersion: 'gemini-2.5-pro',
      responseId: 'rsp-2',
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 90,
        thoughtsTokenCount: 70,
        totalTokenCount: 100,
        trafficType: 'ON_DEMAND_PRIORITY',
      },
    },
    expected: {
      ...read,
      provider: 'gcp.vertex_ai',
      model: 'gemini-2.5-pro',
      responseId: 'rsp-2',
      serviceTier: 'priority',
      usage: { inputTokens: 10, outputTokens: 90, reasoningTokens: 70 },
    },
  },
  {
    name: 'Gemini 3, which bills each search that its answer is grounded in',
    response: {
      candidates: [
        {
          ...candidates[0],
          groundingMetadata: { webSearchQueries: ['euro 2024', 'winner', '', 'winner'], groundingChunks: [] },
        },
      ],
      modelVersion: 'gemini-3.5-flash',
      responseId: 'rsp-4',
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 90, totalTokenCount: 100 },
    },
    expected: {
      ...read,
      model: 'gemini-3.5-flash',
      responseId: 'rsp-4',
      usage: { inputTokens: 10, outputTokens: 90, webSearchRequests: 2 },
    },
  },
  {
    name: 'Gemini 2.5, which bills a prompt that has searched once',
    response: {
      candidates: [{ ...candidates[0], groundingMetadata: { webSearchQueries: ['euro 2024', 'winner'] } }],
      modelVersion: 'gemini-2.5-pro',
      responseId: 'rsp-5',
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 90, totalTokenCount: 100 },
    },
    expected: {
      ...read,
      model: 'gemini-2.5-pro',
      responseId: 'rsp-5',
      usage: { inputTokens: 10, outputTokens: 90, webSearchRequests: 1 },
    },
  },
  {
    name: 'Gemini whose cache held audio',
    response: {
      candidates,
      modelVersion: 'gemini-2.5-flash',
      responseId: 'rsp-6',
      usageMetadata: {
        promptTokenCount: 100,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 20 },
          { modality: 'AUDIO', tokenCount: 80 },
        ],
        cachedContentTokenCount: 60,
        cacheTokensDetails: [
          { modality: 'TEXT', tokenCount: 10 },
          { modality: 'AUDIO', tokenCount: 50 },
        ],
        candidatesTokenCount: 20,
        totalTokenCount: 120,
      },
    },
    expected: {
      ...read,
      model: 'gemini-2.5-flash',
      responseId: 'rsp-6',
      usage: {
        inputTokens: 100,
        cachedReadTokens: 60,
        cachedReadAudioTokens: 50,
        inputAudioTokens: 80,
        outputTokens: 20,
      },
    },
  },
  {
    name: 'Gemini that refused the prompt',
    response: {
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      modelVersion: 'gemini-2.5-flash',
      usageMetadata: { promptTokenCount: 12, totalTokenCount: 12 },
    },
    expected: {
      ...read,
      model: 'gemini-2.5-flash',
      finishReason: 'PROHIBITED_CONTENT',
      usage: { inputTokens: 12, outputTokens: 0 },
    },
  },
  {
    name: 'Gemini that thought until its limit and answered nothing',
    hint: { model: 'gemini-2.5-flash' },
    response: {
      candidates: [{ content: { role: 'model' }, finishReason: 'MAX_TOKENS' }],
      usageMetadata: { promptTokenCount: 12, thoughtsTokenCount: 64, totalTokenCount: 76 },
    },
    expected: {
      ...read,
      model: 'gemini-2.5-flash',
      finishReason: 'MAX_TOKENS',
      usage: { inputTokens: 12, outputTokens: 64, reasoningTokens: 64 },
    },
  },
  {
    name: 'Gemini without usage',
    response: { candidates, modelVersion: 'gemini-2.5-flash', responseId: 'rsp-3' },
    expected: { ...read, model: 'gemini-2.5-flash', responseId: 'rsp-3', usage: {} },
  },
  {
    name: 'a message of the Live API',
    hint: { model: 'gemini-live-2.5-flash' },
    response: {
      serverContent: { turnComplete: true },
      usageMetadata: {
        promptTokenCount: 200,
        responseTokenCount: 80,
        totalTokenCount: 280,
        promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 200 }],
        responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 80 }],
        trafficType: 'TRAFFIC_TYPE_UNSPECIFIED',
      },
    },
    expected: {
      provider: 'gcp.vertex_ai',
      model: 'gemini-live-2.5-flash',
      usage: { inputTokens: 200, outputTokens: 80, inputAudioTokens: 200, outputAudioTokens: 80 },
      shape: 'gemini',
    },
  },
  {
    name: 'embeddings of Vertex AI',
    hint: { model: 'gemini-embedding-001' },
    response: {
      embeddings: [
        { values: [0.1, 0.2], statistics: { tokenCount: 4, truncated: false } },
        { values: [0.3, 0.4], statistics: { tokenCount: 3, truncated: false } },
      ],
      metadata: { billableCharacterCount: 25 },
    },
    expected: {
      provider: 'gcp.vertex_ai',
      model: 'gemini-embedding-001',
      usage: { inputTokens: 7 },
      shape: 'gemini-embeddings',
    },
  },
];
