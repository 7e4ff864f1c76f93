import type { ResponseFixture } from './response-fixture';

const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }];

function chat(fields: object): object {
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1_759_912_345, choices, ...fields };
}

const read = { responseId: 'chatcmpl-1', finishReason: 'stop', shape: 'openai-chat' } as const;

/** Chat completions of gateways and of those who search, with the fields that they added. */
export const OPENAI_GATEWAYS_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'OpenRouter with the cost it charged',
    hint: { provider: 'openrouter' },
    response: chat({
      model: 'anthropic/claude-sonnet-4.5',
      provider: 'Anthropic',
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 100,
        total_tokens: 1100,
        cost: 0.0045,
        is_byok: false,
        prompt_tokens_details: { cached_tokens: 500, cache_write_tokens: 200 },
        cost_details: { upstream_inference_cost: null },
        completion_tokens_details: { reasoning_tokens: 30 },
      },
    }),
    expected: {
      ...read,
      provider: 'openrouter',
      model: 'anthropic/claude-sonnet-4.5',
      usage: {
        inputTokens: 1000,
        cachedReadTokens: 500,
        cacheWriteTokens: 200,
        outputTokens: 100,
        reasoningTokens: 30,
      },
      reportedCostUsd: 0.0045,
    },
  },
  {
    name: "OpenRouter with one's own key: its fee and the provider's bill",
    hint: { baseUrl: 'https://openrouter.ai/api/v1' },
    response: chat({
      model: 'openai/gpt-4o',
      usage: {
        prompt_tokens: 8,
        completion_tokens: 2,
        total_tokens: 10,
        cost: 0.25,
        is_byok: true,
        cost_details: { upstream_inference_cost: 0.5 },
      },
    }),
    expected: {
      ...read,
      provider: 'openrouter',
      model: 'openai/gpt-4o',
      usage: { inputTokens: 8, outputTokens: 2 },
      reportedCostUsd: 0.75,
    },
  },
  {
    name: 'LiteLLM, which repeats the cached counts at the top',
    hint: { provider: 'anthropic' },
    response: chat({
      model: 'claude-sonnet-4-5',
      usage: {
        prompt_tokens: 1110,
        completion_tokens: 20,
        total_tokens: 1130,
        cache_read_input_tokens: 1000,
        cache_creation_input_tokens: 100,
      },
    }),
    expected: {
      ...read,
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      usage: { inputTokens: 1110, cachedReadTokens: 1000, cacheWriteTokens: 100, outputTokens: 20 },
    },
  },
  {
    name: 'OpenRouter by its ids, with searches',
    response: chat({
      id: 'gen-1',
      model: 'anthropic/claude-sonnet-4.5',
      usage: {
        prompt_tokens: 9,
        completion_tokens: 1,
        completion_tokens_details: { image_tokens: 0 },
        server_tool_use: { web_search_requests: 2 },
      },
    }),
    expected: {
      ...read,
      provider: 'openrouter',
      model: 'anthropic/claude-sonnet-4.5',
      responseId: 'gen-1',
      usage: { inputTokens: 9, outputTokens: 1, outputImageTokens: 0, webSearchRequests: 2 },
    },
  },
  {
    name: 'LiteLLM with cache writes of one hour',
    hint: { provider: 'anthropic' },
    response: chat({
      model: 'claude-sonnet-4-5',
      usage: {
        prompt_tokens: 110,
        completion_tokens: 20,
        prompt_tokens_details: {
          cached_tokens: 0,
          cache_creation_token_details: { ephemeral_1h_input_tokens: 40 },
        },
        cache_creation_input_tokens: 100,
      },
    }),
    expected: {
      ...read,
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      usage: {
        inputTokens: 110,
        cachedReadTokens: 0,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 20,
      },
    },
  },
  {
    name: 'Perplexity by its search results, with the cost it charged',
    response: chat({
      model: 'sonar-pro',
      search_results: [{ title: 'A page', url: 'https://example.com' }],
      usage: {
        prompt_tokens: 8,
        completion_tokens: 439,
        total_tokens: 447,
        search_context_size: 'low',
        cost: {
          input_tokens_cost: 0.00002,
          output_tokens_cost: 0.006,
          request_cost: 0.006,
          total_cost: 0.01202,
        },
      },
    }),
    expected: {
      ...read,
      provider: 'perplexity',
      model: 'sonar-pro',
      usage: { inputTokens: 8, outputTokens: 439 },
      reportedCostUsd: 0.01202,
    },
  },
  {
    name: "Perplexity's deep research, whose reading and reasoning stand beside its total",
    response: chat({
      model: 'sonar-deep-research',
      citations: ['https://example.com'],
      usage: {
        prompt_tokens: 33,
        completion_tokens: 7163,
        total_tokens: 7196,
        citation_tokens: 20_016,
        num_search_queries: 18,
        reasoning_tokens: 73_997,
      },
    }),
    expected: {
      ...read,
      provider: 'perplexity',
      model: 'sonar-deep-research',
      usage: {
        inputTokens: 20_049,
        outputTokens: 81_160,
        reasoningTokens: 73_997,
        webSearchRequests: 18,
      },
    },
  },
  {
    name: 'an older completion by Together',
    hint: { baseUrl: 'https://api.together.xyz/v1' },
    response: chat({
      object: 'text.completion',
      model: 'meta-llama/Llama-3.3-70B',
      choices: [{ text: 'Hi', finish_reason: 'eos' }],
      usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
    }),
    expected: {
      ...read,
      finishReason: 'eos',
      provider: 'together',
      model: 'meta-llama/Llama-3.3-70B',
      usage: { inputTokens: 4, outputTokens: 2 },
    },
  },
];
