import type { StreamFixture } from './stream-fixture';

const start = {
  type: 'message_start',
  message: {
    id: 'msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY',
    type: 'message',
    role: 'assistant',
    content: [],
    model: 'claude-opus-4-1-20250805',
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 25,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
      output_tokens: 1,
      service_tier: 'standard',
      inference_geo: 'global',
    },
  },
};

function textDelta(text: string): object {
  return { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } };
}

const content = [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  textDelta('Hello'),
  { type: 'content_block_delta', index: 1, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{' } },
  textDelta('!'),
  { type: 'content_block_stop', index: 0 },
];

function delta(usage: object, stopReason: string | null = 'end_turn'): object {
  return { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage };
}

const stop = { type: 'message_stop' };

const read = {
  provider: 'anthropic',
  model: 'claude-opus-4-1-20250805',
  responseId: 'msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY',
  finishReason: 'end_turn',
  serviceTier: 'standard',
  geo: 'global',
  shape: 'anthropic-message',
} as const;

const input = { inputTokens: 175, cachedReadTokens: 100, cacheWriteTokens: 50, cacheWrite1hTokens: 30 };

/** After the types of `@anthropic-ai/sdk` 1.13. */
export const ANTHROPIC_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'Anthropic message',
    chunks: [start, ...content, delta({ output_tokens: 15 }), stop],
    expected: { ...read, usage: { ...input, outputTokens: 15 } },
    text: 'Hello!',
  },
  {
    name: 'Anthropic message with totals that grow, and nulls that undo nothing',
    chunks: [
      start,
      ...content,
      delta({ input_tokens: 2000, output_tokens: 90, server_tool_use: { web_search_requests: 1 } }, null),
      delta({
        input_tokens: 2025,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        output_tokens: 110,
        output_tokens_details: { thinking_tokens: 60 },
        server_tool_use: { web_search_requests: 2 },
      }),
      stop,
    ],
    expected: {
      ...read,
      usage: { ...input, inputTokens: 2175, outputTokens: 110, reasoningTokens: 60, webSearchRequests: 2 },
    },
    text: 'Hello!',
  },
  {
    name: 'Anthropic message whose start is repeated',
    chunks: [start, start, ...content, delta({ output_tokens: 15 }), start, stop],
    expected: { ...read, usage: { ...input, outputTokens: 15 } },
    text: 'Hello!',
  },
  {
    name: 'Anthropic message that another model went on with',
    chunks: [
      start,
      {
        type: 'content_block_start',
        index: 0,
        content_block: {
          type: 'fallback',
          from: { model: 'claude-opus-4-1-20250805' },
          to: { model: 'claude-sonnet-4-5' },
        },
      },
      ...content,
      delta({ output_tokens: 15 }),
      stop,
    ],
    expected: { ...read, model: 'claude-sonnet-4-5', usage: { ...input, outputTokens: 15 } },
    text: 'Hello!',
  },
];
