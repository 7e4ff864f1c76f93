import type { ResponseFixture } from './response-fixture';

const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }];

function chat(fields: object): object {
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1_759_912_345, choices, ...fields };
}

const read = { responseId: 'chatcmpl-1', finishReason: 'stop', shape: 'openai-chat' } as const;

/** Chat completions of those who copy OpenAI's, with the fields that they added. */
export const OPENAI_COMPATIBLE_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Azure by its content filter',
    response: chat({
      model: 'gpt-4o-2024-11-20',
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
      usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
    }),
    expected: {
      ...read,
      provider: 'azure.ai.openai',
      model: 'gpt-4o-2024-11-20',
      usage: { inputTokens: 10, outputTokens: 2 },
    },
  },
  {
    name: 'Groq',
    response: chat({
      model: 'llama-3.3-70b-versatile',
      usage: { prompt_tokens: 40, completion_tokens: 9, total_tokens: 49, queue_time: 0.05, total_time: 0.3 },
      x_groq: { id: 'req_01' },
    }),
    expected: {
      ...read,
      provider: 'groq',
      model: 'llama-3.3-70b-versatile',
      usage: { inputTokens: 40, outputTokens: 9 },
    },
  },
  {
    name: 'DeepSeek with its own name for cache hits',
    hint: { baseUrl: 'https://api.deepseek.com/v1' },
    response: chat({
      model: 'deepseek-chat',
      usage: {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_cache_hit_tokens: 64,
        prompt_cache_miss_tokens: 36,
      },
    }),
    expected: {
      ...read,
      provider: 'deepseek',
      model: 'deepseek-chat',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 20 },
    },
  },
  {
    name: 'xAI, which leaves reasoning out of the completion and counts the cost in ticks',
    hint: { provider: 'xai' },
    response: chat({
      model: 'grok-3-mini',
      usage: {
        prompt_tokens: 12,
        completion_tokens: 1,
        total_tokens: 303,
        prompt_tokens_details: { cached_tokens: 5 },
        completion_tokens_details: { reasoning_tokens: 290 },
        cost_in_usd_ticks: 1_484_000,
      },
    }),
    expected: {
      ...read,
      provider: 'x_ai',
      model: 'grok-3-mini',
      usage: { inputTokens: 12, cachedReadTokens: 5, outputTokens: 291, reasoningTokens: 290 },
      reportedCostUsd: 0.0001484,
    },
  },
  {
    name: 'a copy without `object`, with counts written as strings',
    response: {
      id: 'chatcmpl-1',
      model: 'local-model',
      choices,
      usage: { prompt_tokens: '15', completion_tokens: '4' },
    },
    expected: {
      ...read,
      model: 'local-model',
      usage: { inputTokens: 15, outputTokens: 4 },
    },
  },
  {
    name: 'Groq with usage under its own name',
    response: chat({
      model: 'openai/gpt-oss-120b',
      usage: null,
      x_groq: { id: 'req_01', usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } },
    }),
    expected: {
      ...read,
      provider: 'groq',
      model: 'openai/gpt-oss-120b',
      usage: { inputTokens: 7, outputTokens: 3 },
    },
  },
  {
    name: 'DeepSeek by its count of cache misses',
    response: chat({
      model: 'deepseek-chat',
      usage: {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64 },
        prompt_cache_hit_tokens: 64,
        prompt_cache_miss_tokens: 36,
      },
    }),
    expected: {
      ...read,
      provider: 'deepseek',
      model: 'deepseek-chat',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 20 },
    },
  },
  {
    name: 'xAI that leaves even the cached tokens out',
    response: chat({
      model: 'grok-4',
      usage: {
        prompt_tokens: 12,
        completion_tokens: 1,
        prompt_tokens_details: { cached_tokens: 500, text_tokens: 12, audio_tokens: 0, image_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 290 },
        num_sources_used: 0,
      },
    }),
    expected: {
      ...read,
      provider: 'x_ai',
      model: 'grok-4',
      usage: {
        inputTokens: 512,
        cachedReadTokens: 500,
        outputTokens: 291,
        reasoningTokens: 290,
        inputAudioTokens: 0,
        inputImageTokens: 0,
      },
    },
  },
];
