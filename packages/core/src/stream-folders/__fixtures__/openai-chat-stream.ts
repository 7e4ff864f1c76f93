import type { StreamFixture } from './stream-fixture';

const base = {
  id: 'chatcmpl-C1aVfXcHmzPwxd8Y7wyYjzJvM6r6k',
  object: 'chat.completion.chunk',
  created: 1_759_912_345,
  model: 'gpt-4o-2024-08-06',
  service_tier: 'default',
  system_fingerprint: 'fp_cbf1785567',
} as const;

function chunk(delta: object, fields: object = {}): object {
  return {
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
    usage: null,
    ...fields,
  };
}

const end = chunk({}, { choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }] });

const usage = {
  prompt_tokens: 19,
  completion_tokens: 10,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 16, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 4, audio_tokens: 0 },
};

const deltas = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo' }),
];

const read = {
  provider: 'openai',
  model: 'gpt-4o-2024-08-06',
  responseId: 'chatcmpl-C1aVfXcHmzPwxd8Y7wyYjzJvM6r6k',
  finishReason: 'stop',
  serviceTier: 'default',
  usage: {
    inputTokens: 19,
    cachedReadTokens: 16,
    outputTokens: 10,
    reasoningTokens: 4,
    inputAudioTokens: 0,
    outputAudioTokens: 0,
  },
  shape: 'openai-chat',
} as const;

/** After the types of `openai` 6.49. */
export const OPENAI_CHAT_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'OpenAI chat completion with usage',
    chunks: [...deltas, end, { ...base, choices: [], usage }],
    expected: read,
    text: 'Hello',
  },
  {
    name: 'OpenAI chat completion whose usage was not asked for',
    chunks: [...deltas, end],
    expected: { ...read, usage: {} },
    text: 'Hello',
  },
  {
    name: 'Azure, which begins with an empty chunk',
    chunks: [
      {
        id: '',
        object: '',
        created: 0,
        model: '',
        choices: [],
        prompt_filter_results: [{ prompt_index: 0 }],
      },
      ...deltas,
      end,
      { ...base, choices: [], usage },
    ],
    expected: { ...read, provider: 'azure.ai.openai' },
    text: 'Hello',
  },
  {
    name: 'Groq, which has a name of its own for the usage',
    hint: { provider: 'groq' },
    chunks: [...deltas, { ...end, x_groq: { id: 'req_1', usage } }],
    expected: { ...read, provider: 'groq' },
    text: 'Hello',
  },
  {
    name: 'a running total on each chunk, and the last one repeated',
    chunks: [
      chunk({ content: 'Hel' }, { usage: { prompt_tokens: 19, completion_tokens: 1 } }),
      chunk({ content: 'lo' }, { usage: { prompt_tokens: 19, completion_tokens: 2 } }),
      { ...end, usage },
      { ...base, choices: [], usage },
    ],
    expected: read,
    text: 'Hello',
  },
  {
    name: 'two choices side by side: the text is that of the first',
    chunks: [
      chunk({ content: 'Hello' }),
      chunk({}, { choices: [{ index: 1, delta: { content: 'Good day' }, finish_reason: null }] }),
      end,
      chunk({}, { choices: [{ index: 1, delta: {}, finish_reason: 'length' }] }),
      { ...base, choices: [], usage },
    ],
    expected: { ...read, finishReason: 'length' },
    text: 'Hello',
  },
];
