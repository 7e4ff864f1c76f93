import type { StreamFixture } from './stream-fixture';

const response = {
  id: 'resp_67c9fdcecf488190bdd9a0409de3a1ec',
  object: 'response',
  created_at: 1_741_290_958,
  status: 'in_progress',
  incomplete_details: null,
  model: 'gpt-4.1-2025-04-14',
  output: [],
  usage: null,
};

const usage = {
  input_tokens: 37,
  input_tokens_details: { cached_tokens: 32, cache_write_tokens: 0 },
  output_tokens: 11,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 48,
};

const delta = { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0 };

const beginning = [
  { type: 'response.created', sequence_number: 0, response },
  { type: 'response.in_progress', sequence_number: 1, response },
  { type: 'response.output_item.added', sequence_number: 2, output_index: 0, item: { type: 'message' } },
  { ...delta, sequence_number: 3, delta: 'Hi', logprobs: [] },
  { ...delta, sequence_number: 4, delta: ' there!', logprobs: [] },
  { type: 'response.output_text.done', sequence_number: 5, text: 'Hi there!' },
];

const read = {
  provider: 'openai',
  model: 'gpt-4.1-2025-04-14',
  responseId: 'resp_67c9fdcecf488190bdd9a0409de3a1ec',
  usage: {
    inputTokens: 37,
    cachedReadTokens: 32,
    cacheWriteTokens: 0,
    outputTokens: 11,
    reasoningTokens: 0,
  },
  shape: 'openai-responses',
} as const;

/** After the types of `openai` 6.49. */
export const OPENAI_RESPONSES_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'OpenAI response',
    chunks: [
      ...beginning,
      {
        type: 'response.completed',
        sequence_number: 6,
        response: { ...response, status: 'completed', service_tier: 'default', usage },
      },
    ],
    expected: { ...read, finishReason: 'completed', serviceTier: 'default' },
    text: 'Hi there!',
  },
  {
    name: 'OpenAI response that ran into its limit',
    chunks: [
      ...beginning,
      {
        type: 'response.incomplete',
        sequence_number: 6,
        response: {
          ...response,
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
          usage,
        },
      },
    ],
    expected: { ...read, finishReason: 'max_output_tokens' },
    text: 'Hi there!',
  },
  {
    name: 'OpenAI response that failed',
    chunks: [
      ...beginning,
      { type: 'response.failed', sequence_number: 6, response: { ...response, status: 'failed' } },
    ],
    expected: { ...read, finishReason: 'failed', usage: {} },
    text: 'Hi there!',
  },
];
