import type { ResponseFixture } from './response-fixture';

/** After the types of `openai` 6.49. */
export const OPENAI_RESPONSES_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'OpenAI response',
    response: {
      id: 'resp_67ccd2bed1ec8190b14f964abc054267',
      object: 'response',
      created_at: 1_741_476_542,
      status: 'completed',
      error: null,
      incomplete_details: null,
      model: 'gpt-5.6-sol',
      output: [
        {
          type: 'message',
          id: 'msg_67ccd2bf17f0819081ff3bb2cf6508e6',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'A unicorn.', annotations: [] }],
        },
      ],
      service_tier: 'priority',
      usage: {
        input_tokens: 328,
        input_tokens_details: { cached_tokens: 256, cache_write_tokens: 16 },
        output_tokens: 52,
        output_tokens_details: { reasoning_tokens: 40 },
        total_tokens: 380,
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-5.6-sol',
      responseId: 'resp_67ccd2bed1ec8190b14f964abc054267',
      finishReason: 'completed',
      serviceTier: 'priority',
      usage: {
        inputTokens: 328,
        cachedReadTokens: 256,
        cacheWriteTokens: 16,
        outputTokens: 52,
        reasoningTokens: 40,
      },
      shape: 'openai-responses',
    },
  },
  {
    name: 'OpenAI response that ran into its limit',
    hint: { baseUrl: 'https://example.openai.azure.com/openai/v1/' },
    response: {
      id: 'resp_2',
      object: 'response',
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      model: 'gpt-4.1',
      output: [],
      usage: { input_tokens: 10, output_tokens: 16, total_tokens: 26 },
    },
    expected: {
      provider: 'azure.ai.openai',
      model: 'gpt-4.1',
      responseId: 'resp_2',
      finishReason: 'max_output_tokens',
      usage: { inputTokens: 10, outputTokens: 16 },
      shape: 'openai-responses',
    },
  },
  {
    name: 'OpenAI response that failed',
    response: {
      id: 'resp_3',
      object: 'response',
      status: 'failed',
      error: { code: 'server_error', message: 'The server had an error.' },
      model: 'gpt-4.1',
      output: [],
      usage: null,
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4.1',
      responseId: 'resp_3',
      finishReason: 'failed',
      usage: {},
      shape: 'openai-responses',
    },
  },
];
