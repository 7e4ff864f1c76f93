import type { SpanFixture } from './span-fixture';

const details = { cache_read: 1000, cache_creation: 100, audio: 7 } as const;
const usage = {
  inputTokens: 1110,
  cachedReadTokens: 1000,
  cacheWriteTokens: 100,
  outputTokens: 20,
  reasoningTokens: 15,
  inputAudioTokens: 7,
} as const;

function read(rest: object): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'claude-sonnet-4-5',
    reading: {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      usage,
      shape: 'langsmith',
      ...rest,
    },
  };
}

/** After `langsmith` 0.12. */
export const LANGSMITH_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a run of LangSmith with the parts of its counts in JSON',
    scope: 'langsmith',
    attributes: {
      'langsmith.span.kind': 'llm',
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 1110,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.input_token_details': JSON.stringify(details),
      'gen_ai.usage.output_token_details': JSON.stringify({ reasoning: 15 }),
    },
    expected: read({}),
  },
  {
    name: 'a run of LangSmith whose usage is in its metadata alone, with the cost',
    attributes: {
      'langsmith.span.kind': 'llm',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'langsmith.usage_metadata': JSON.stringify({
        input_tokens: 1110,
        output_tokens: 20,
        input_token_details: details,
        output_token_details: { reasoning: 15 },
        total_cost: 0.02,
      }),
    },
    expected: read({ reportedCostUsd: 0.02 }),
  },
  {
    name: 'a prompt template of LangSmith, which calls itself a chat',
    attributes: { 'langsmith.span.kind': 'prompt', 'gen_ai.operation.name': 'chat' },
    expected: { operation: 'prompt', isModelCall: false, reading: undefined },
  },
  {
    name: 'a retriever of LangSmith, which calls itself embeddings',
    attributes: { 'langsmith.span.kind': 'retriever', 'gen_ai.operation.name': 'embeddings' },
    expected: { operation: 'retriever', isModelCall: false, reading: undefined },
  },
];
