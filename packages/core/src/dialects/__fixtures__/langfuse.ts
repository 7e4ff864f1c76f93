import type { SpanFixture } from './span-fixture';

function call(shapeOfUsage: object, rest: object = {}): SpanFixture['attributes'] {
  return {
    'langfuse.observation.type': 'generation',
    'langfuse.observation.model.name': 'claude-sonnet-4-5',
    'langfuse.observation.usage_details': JSON.stringify(shapeOfUsage),
    ...rest,
  };
}

function read(usage: object, rest: object = {}): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'claude-sonnet-4-5',
    reading: { model: 'claude-sonnet-4-5', usage, shape: 'langfuse', ...rest },
  };
}

/** After `@langfuse/core` 5 and its rules for names of usage. */
export const LANGFUSE_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a generation of Langfuse, whose buckets are disjoint',
    scope: 'langfuse-sdk',
    attributes: call(
      {
        input: 10,
        input_cached_tokens: 1000,
        input_cache_creation: 100,
        output: 5,
        output_reasoning_tokens: 15,
        total: 1130,
      },
      {
        'gen_ai.provider.name': 'anthropic',
        'langfuse.observation.cost_details': JSON.stringify({ input: 0.01, output: 0.02, total: 0.03 }),
      },
    ),
    expected: read(
      {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        outputTokens: 20,
        reasoningTokens: 15,
      },
      { provider: 'anthropic', reportedCostUsd: 0.03 },
    ),
  },
  {
    name: 'a generation of Langfuse with cache writes of two lifetimes and audio',
    attributes: call({
      input: '10',
      input_cache_creation_5m: 60,
      input_cache_creation_1h: 40,
      input_audio_tokens: 7,
      output: { intValue: '5' },
      output_audio_tokens: 3,
    }),
    expected: read({
      inputTokens: 117,
      cacheWriteTokens: 100,
      cacheWrite1hTokens: 40,
      outputTokens: 8,
      inputAudioTokens: 7,
      outputAudioTokens: 3,
    }),
  },
  {
    name: "a generation of Langfuse with OpenAI's names, whose counts are inclusive",
    attributes: call({
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 64 },
    }),
    expected: read({ inputTokens: 100, cachedReadTokens: 64, outputTokens: 20 }),
  },
  {
    name: 'an embedding of Langfuse without usage',
    attributes: { 'langfuse.observation.type': 'embedding', 'langfuse.observation.model.name': 'embed' },
    expected: {
      operation: 'embeddings',
      isModelCall: true,
      requestModel: 'embed',
      reading: { model: 'embed', usage: {}, shape: 'langfuse' },
    },
  },
  {
    name: 'a generation of Langfuse that failed, which leaves the status of its span as it is',
    attributes: {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-4o',
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': 'Error: 429',
      'langfuse.observation.cost_details': '{"input":0,"output":0,"total":0}',
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'gpt-4o',
      reading: { model: 'gpt-4o', usage: {}, shape: 'langfuse', reportedCostUsd: 0 },
      failure: 'Error: 429',
    },
  },
  {
    name: 'a span of Langfuse',
    attributes: { 'langfuse.observation.type': 'span' },
    expected: { operation: undefined, isModelCall: false, reading: undefined },
  },
];
