import type { StreamFixture } from './stream-fixture';

function chunk(fields: object): object {
  return {
    content: '',
    additional_kwargs: {},
    response_metadata: {},
    tool_call_chunks: [],
    usage_metadata: undefined,
    ...fields,
  };
}

/** After `@langchain/core` 1.4 and its packages for OpenAI, Anthropic and Google. */
export const LANGCHAIN_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: "LangChain's chunks of OpenAI",
    chunks: [
      chunk({ id: 'cmpl-1', content: 'Hel', response_metadata: { model_provider: 'openai' } }),
      chunk({ id: 'cmpl-1', content: 'lo' }),
      chunk({ id: 'cmpl-1', response_metadata: { finish_reason: 'stop', model_name: 'gpt-4o' } }),
      chunk({
        usage_metadata: {
          input_tokens: 100,
          output_tokens: 4,
          total_tokens: 104,
          input_token_details: { cache_read: 64 },
          output_token_details: { reasoning: 1 },
        },
      }),
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-4o',
      responseId: 'cmpl-1',
      finishReason: 'stop',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 4, reasoningTokens: 1 },
      shape: 'langchain',
    },
    text: 'Hello',
  },
  {
    name: "LangChain's chunks of Anthropic, which count the first token of the output twice",
    chunks: [
      chunk({
        id: 'msg_1',
        content: [],
        additional_kwargs: { id: 'msg_1', type: 'message', model: 'claude-sonnet-4-5' },
        response_metadata: { model_provider: 'anthropic', usage: { service_tier: 'standard' } },
        usage_metadata: {
          input_tokens: 110,
          output_tokens: 1,
          total_tokens: 111,
          input_token_details: { cache_creation: 0, cache_read: 100 },
        },
      }),
      chunk({ content: [{ index: 0, type: 'text', text: 'Hello' }] }),
      chunk({
        content: [],
        additional_kwargs: { stop_reason: 'end_turn', stop_sequence: null },
        usage_metadata: { input_tokens: 0, output_tokens: 4, total_tokens: 4 },
      }),
    ],
    expected: {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      responseId: 'msg_1',
      finishReason: 'end_turn',
      serviceTier: 'standard',
      usage: { inputTokens: 110, cachedReadTokens: 100, cacheWriteTokens: 0, outputTokens: 4 },
      shape: 'langchain',
    },
    text: 'Hello',
  },
  {
    name: "LangChain's chunks of Gemini, which give the growth of each total and drop the thoughts",
    hint: { model: 'gemini-2.5-pro' },
    chunks: [
      chunk({
        content: 'Hel',
        response_metadata: { model_provider: 'google-genai' },
        usage_metadata: { input_tokens: 10, output_tokens: 2, total_tokens: 52 },
      }),
      chunk({
        content: 'lo',
        response_metadata: { model_provider: 'google-genai', finishReason: 'STOP' },
        usage_metadata: { input_tokens: 0, output_tokens: 2, total_tokens: 2 },
      }),
    ],
    expected: {
      provider: 'gcp.gemini',
      model: 'gemini-2.5-pro',
      finishReason: 'STOP',
      usage: { inputTokens: 10, outputTokens: 44 },
      shape: 'langchain',
    },
    text: 'Hello',
  },
];
