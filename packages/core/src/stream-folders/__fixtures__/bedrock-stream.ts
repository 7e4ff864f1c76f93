import type { StreamFixture } from './stream-fixture';

function encoded(event: object): object {
  return { chunk: { bytes: new TextEncoder().encode(JSON.stringify(event)) } };
}

const metrics = {
  inputTokenCount: 10,
  outputTokenCount: 4,
  invocationLatency: 900,
  firstByteLatency: 300,
} as const;

/** After the types of `@aws-sdk/client-bedrock-runtime` 3.1164 and the bodies that its models write. */
export const BEDROCK_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'Bedrock ConverseStream',
    hint: { model: 'amazon.nova-pro-v1:0' },
    chunks: [
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: 'Hel' }, contentBlockIndex: 0 } },
      { contentBlockDelta: { delta: { text: 'lo' }, contentBlockIndex: 0 } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
      {
        metadata: {
          usage: { inputTokens: 10, outputTokens: 4, totalTokens: 114, cacheReadInputTokens: 100 },
          metrics: { latencyMs: 900 },
          serviceTier: { type: 'flex' },
        },
      },
    ],
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.nova-pro-v1:0',
      finishReason: 'end_turn',
      serviceTier: 'flex',
      usage: { inputTokens: 110, cachedReadTokens: 100, outputTokens: 4 },
      shape: 'bedrock-converse',
    },
    text: 'Hello',
  },
  {
    name: 'bytes of Anthropic under InvokeModel',
    chunks: [
      {
        type: 'message_start',
        message: {
          id: 'msg_bdrk_1',
          type: 'message',
          model: 'claude-sonnet-4-5',
          usage: { input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 1 },
        },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
      { type: 'message_stop', 'amazon-bedrock-invocationMetrics': metrics },
    ].map(encoded),
    expected: {
      provider: 'aws.bedrock',
      model: 'claude-sonnet-4-5',
      responseId: 'msg_bdrk_1',
      finishReason: 'end_turn',
      usage: { inputTokens: 110, cachedReadTokens: 100, outputTokens: 4 },
      shape: 'anthropic-message',
    },
    text: 'Hello',
  },
  {
    name: 'Llama under InvokeModel',
    hint: { model: 'meta.llama3-70b-instruct-v1:0' },
    chunks: [
      { generation: 'Hel', prompt_token_count: 10, generation_token_count: 2, stop_reason: null },
      { generation: 'lo', prompt_token_count: null, generation_token_count: 3, stop_reason: null },
      {
        generation: '',
        prompt_token_count: null,
        generation_token_count: 4,
        stop_reason: 'stop',
        'amazon-bedrock-invocationMetrics': metrics,
      },
    ],
    expected: {
      provider: 'aws.bedrock',
      model: 'meta.llama3-70b-instruct-v1:0',
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 4 },
      shape: 'bedrock-model',
    },
    text: 'Hello',
  },
  {
    name: 'Titan under InvokeModel',
    hint: { model: 'amazon.titan-text-express-v1' },
    chunks: [
      { outputText: 'Hel', index: 0, totalOutputTextTokenCount: null, completionReason: null },
      {
        outputText: 'lo',
        index: 0,
        totalOutputTextTokenCount: 4,
        completionReason: 'FINISH',
        inputTextTokenCount: 10,
      },
    ],
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.titan-text-express-v1',
      finishReason: 'FINISH',
      usage: { inputTokens: 10, outputTokens: 4 },
      shape: 'bedrock-model',
    },
    text: 'Hello',
  },
  {
    name: "Mistral under InvokeModel, by Bedrock's own counts",
    hint: { model: 'mistral.mistral-large-2402-v1:0' },
    chunks: [
      { outputs: [{ text: 'Hel', stop_reason: null }] },
      {
        outputs: [{ text: 'lo', stop_reason: 'stop' }],
        'amazon-bedrock-invocationMetrics': { ...metrics, cacheReadInputTokenCount: 5 },
      },
    ],
    expected: {
      provider: 'aws.bedrock',
      model: 'mistral.mistral-large-2402-v1:0',
      finishReason: 'stop',
      usage: { inputTokens: 15, cachedReadTokens: 5, outputTokens: 4 },
      shape: 'bedrock-model',
    },
    text: 'Hello',
  },
];
