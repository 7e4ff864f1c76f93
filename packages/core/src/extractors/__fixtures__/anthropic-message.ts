import type { ResponseFixture } from './response-fixture';

const message = {
  id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [{ type: 'text', text: 'Hi! My name is Claude.', citations: null }],
  stop_reason: 'end_turn',
  stop_sequence: null,
} as const;

const read = {
  provider: 'anthropic',
  model: 'claude-sonnet-4-5-20250929',
  responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL',
  finishReason: 'end_turn',
  shape: 'anthropic-message',
} as const;

/** After the types of `@anthropic-ai/sdk` 1.13. */
export const ANTHROPIC_MESSAGE_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Anthropic message with every part of the bill',
    response: {
      ...message,
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 1000,
        cache_creation_input_tokens: 100,
        cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
        output_tokens: 503,
        output_tokens_details: { thinking_tokens: 400 },
        server_tool_use: { web_search_requests: 3, web_fetch_requests: 0 },
        service_tier: 'priority',
        speed: 'fast',
        inference_geo: 'us',
      },
    },
    expected: {
      ...read,
      serviceTier: 'priority',
      speed: 'fast',
      geo: 'us',
      usage: {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 503,
        reasoningTokens: 400,
        webSearchRequests: 3,
      },
    },
  },
  {
    name: 'Anthropic message with nothing but the two counts',
    response: {
      ...message,
      usage: {
        input_tokens: 2095,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        cache_creation: null,
        output_tokens: 503,
        output_tokens_details: null,
        server_tool_use: null,
        service_tier: 'standard',
        speed: null,
        inference_geo: 'not_available',
      },
    },
    expected: {
      ...read,
      serviceTier: 'standard',
      usage: { inputTokens: 2095, outputTokens: 503 },
    },
  },
  {
    name: 'Anthropic message on Bedrock, cache writes given by lifetime only',
    hint: { provider: 'aws.bedrock', baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com' },
    response: {
      ...message,
      usage: {
        input_tokens: 3,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 500 },
        output_tokens: 7,
      },
    },
    expected: {
      ...read,
      provider: 'aws.bedrock',
      usage: { inputTokens: 503, cacheWriteTokens: 500, cacheWrite1hTokens: 500, outputTokens: 7 },
    },
  },
  {
    name: 'Anthropic message whose context was condensed on the way',
    response: {
      ...message,
      usage: {
        input_tokens: 20,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
        output_tokens: 30,
        iterations: [
          { type: 'compaction', input_tokens: 5000, cache_read_input_tokens: 2000, output_tokens: 700 },
          { type: 'message', input_tokens: 20, output_tokens: 30 },
        ],
      },
    },
    expected: {
      ...read,
      usage: { inputTokens: 7020, cachedReadTokens: 2000, cacheWriteTokens: 0, outputTokens: 730 },
    },
  },
  {
    name: 'Anthropic message on Vertex AI, by its id',
    response: { ...message, id: 'msg_vrtx_01', usage: { input_tokens: 3, output_tokens: 4 } },
    expected: {
      ...read,
      provider: 'gcp.vertex_ai',
      responseId: 'msg_vrtx_01',
      usage: { inputTokens: 3, outputTokens: 4 },
    },
  },
  {
    name: 'Anthropic message on Bedrock, by its id',
    response: { ...message, id: 'msg_bdrk_01', usage: { input_tokens: 3, output_tokens: 4 } },
    expected: {
      ...read,
      provider: 'aws.bedrock',
      responseId: 'msg_bdrk_01',
      usage: { inputTokens: 3, outputTokens: 4 },
    },
  },
  {
    name: 'Anthropic message that asked an advisor, and was finished by another model',
    response: {
      ...message,
      usage: {
        input_tokens: 100,
        output_tokens: 50,
        iterations: [
          { type: 'message', input_tokens: 40, output_tokens: 20 },
          { type: 'advisor_message', model: 'claude-opus-4-5', input_tokens: 900, output_tokens: 90 },
          { type: 'fallback_message', model: 'claude-haiku-4-5', input_tokens: 60, output_tokens: 30 },
        ],
      },
    },
    expected: { ...read, usage: { inputTokens: 100, outputTokens: 50 } },
  },
];
