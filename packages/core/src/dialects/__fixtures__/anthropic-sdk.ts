import type { SpanFixture } from './span-fixture';

/** After what `@anthropic-ai/sdk` 1.13 writes. */
export const ANTHROPIC_SDK_FIXTURES: readonly SpanFixture[] = [
  {
    name: "a call of Anthropic's SDK, whose input contains the cached tokens",
    scope: 'com.anthropic.sdk.typescript',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.response.id': 'msg_1',
      'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
      'gen_ai.usage.input_tokens': 1110,
      'gen_ai.usage.cache_read.input_tokens': 1000,
      'gen_ai.usage.cache_write.input_tokens': 100,
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 60,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 40,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.reasoning.output_tokens': 7,
      'anthropic.response.service_tier': 'batch',
      'anthropic.message.stop_reason': 'end_turn',
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'claude-sonnet-4-5',
      reading: {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5-20250929',
        responseId: 'msg_1',
        finishReason: 'end_turn',
        serviceTier: 'batch',
        usage: {
          inputTokens: 1110,
          cachedReadTokens: 1000,
          cacheWriteTokens: 100,
          cacheWrite1hTokens: 40,
          outputTokens: 20,
          reasoningTokens: 7,
        },
        shape: 'anthropic-sdk',
      },
    },
  },
  {
    name: "a call of Anthropic's SDK on Bedrock, with a condensed context beside it",
    scope: 'com.anthropic.sdk.typescript.bedrock',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.model': 'anthropic.claude-opus-4-6-v1:0',
      'gen_ai.usage.input_tokens': 20,
      'gen_ai.usage.output_tokens': 30,
      'anthropic.usage.compaction.input_tokens': 7000,
      'anthropic.usage.compaction.output_tokens': 700,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'anthropic.claude-opus-4-6-v1:0',
      reading: {
        provider: 'aws.bedrock',
        model: 'anthropic.claude-opus-4-6-v1:0',
        usage: { inputTokens: 7020, outputTokens: 730 },
        shape: 'anthropic-sdk',
      },
    },
  },
  {
    name: "a request of Anthropic's SDK that only counts tokens",
    scope: 'com.anthropic.sdk.typescript',
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'anthropic.message.count_tokens.input_tokens': 14,
    },
    expected: {
      operation: undefined,
      isModelCall: false,
      reading: undefined,
      requestModel: 'claude-sonnet-4-5',
    },
  },
];
