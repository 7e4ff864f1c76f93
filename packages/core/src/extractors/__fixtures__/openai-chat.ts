import type { ResponseFixture } from './response-fixture';

/** Field names after the types of `openai` 6.49; the other providers' after their API references. */
export const OPENAI_CHAT_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'OpenAI chat completion with cached input and reasoning',
    response: {
      id: 'chatcmpl-C1aVfXcHmzPwxd8Y7wyYjzJvM6r6k',
      object: 'chat.completion',
      created: 1_759_912_345,
      model: 'gpt-5-2025-08-07',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello!', refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 2006,
        completion_tokens: 300,
        total_tokens: 2306,
        prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0, cache_write_tokens: 64 },
        completion_tokens_details: {
          reasoning_tokens: 256,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'flex',
      system_fingerprint: null,
    },
    expected: {
      provider: 'openai',
      model: 'gpt-5-2025-08-07',
      responseId: 'chatcmpl-C1aVfXcHmzPwxd8Y7wyYjzJvM6r6k',
      finishReason: 'stop',
      serviceTier: 'flex',
      usage: {
        inputTokens: 2006,
        cachedReadTokens: 1920,
        cacheWriteTokens: 64,
        outputTokens: 300,
        reasoningTokens: 256,
        inputAudioTokens: 0,
        outputAudioTokens: 0,
      },
      shape: 'openai-chat',
    },
  },
  {
    name: 'OpenAI chat completion with audio in and out',
    response: {
      id: 'chatcmpl-audio',
      object: 'chat.completion',
      model: 'gpt-4o-audio-preview-2024-12-17',
      choices: [{ index: 0, message: { role: 'assistant', content: null }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 120,
        completion_tokens: 250,
        total_tokens: 370,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 100 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 200 },
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4o-audio-preview-2024-12-17',
      responseId: 'chatcmpl-audio',
      finishReason: 'stop',
      usage: {
        inputTokens: 120,
        cachedReadTokens: 0,
        outputTokens: 250,
        reasoningTokens: 0,
        inputAudioTokens: 100,
        outputAudioTokens: 200,
      },
      shape: 'openai-chat',
    },
  },
  {
    name: 'OpenAI chat completion without usage',
    response: {
      id: 'chatcmpl-bare',
      object: 'chat.completion',
      model: 'gpt-4o',
      choices: [{ index: 0, finish_reason: 'length' }],
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4o',
      responseId: 'chatcmpl-bare',
      finishReason: 'length',
      usage: {},
      shape: 'openai-chat',
    },
  },
  {
    name: 'older text completion',
    response: {
      id: 'cmpl-1',
      object: 'text_completion',
      model: 'gpt-3.5-turbo-instruct',
      choices: [{ text: 'Hi', index: 0, finish_reason: 'stop', logprobs: null }],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-3.5-turbo-instruct',
      responseId: 'cmpl-1',
      finishReason: 'stop',
      usage: { inputTokens: 5, outputTokens: 7 },
      shape: 'openai-chat',
    },
  },
];
