import type { SpanFixture } from './span-fixture';

/** After `@sentry/conventions`. */
export const SENTRY_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call by Sentry, with its names for the parts and its cost',
    attributes: {
      'sentry.op': 'gen_ai.generate_text',
      'gen_ai.operation.name': 'generate_text',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 1110,
      'gen_ai.usage.input_tokens.cached': 1000,
      'gen_ai.usage.input_tokens.cache_write': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.output_tokens.reasoning': 15,
      'gen_ai.cost.total_tokens': 0.02,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'claude-sonnet-4-5',
      reading: {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        usage: {
          inputTokens: 1110,
          cachedReadTokens: 1000,
          cacheWriteTokens: 100,
          outputTokens: 20,
          reasoningTokens: 15,
        },
        reportedCostUsd: 0.02,
        shape: 'sentry',
      },
    },
  },
  {
    name: 'a call by an older Sentry',
    attributes: {
      'sentry.op': 'ai.chat_completions.create.openai',
      'ai.model_id': 'gpt-4o',
      'ai.model.provider': 'openai',
      'ai.prompt_tokens.used': 10,
      'ai.completion_tokens.used': 2,
      'ai.total_cost': 0.5,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'gpt-4o',
      reading: {
        provider: 'openai',
        model: 'gpt-4o',
        usage: { inputTokens: 10, outputTokens: 2 },
        reportedCostUsd: 0.5,
        shape: 'sentry',
      },
    },
  },
  {
    name: 'an agent by Sentry, which repeats the usage of its calls',
    attributes: {
      'sentry.op': 'gen_ai.invoke_agent',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 10,
    },
    expected: {
      operation: 'invoke_agent',
      isModelCall: false,
      reading: undefined,
      requestModel: 'gpt-4o',
    },
  },
  {
    name: 'a pipeline by an older Sentry',
    attributes: { 'sentry.op': 'ai.pipeline.langchain', 'ai.prompt_tokens.used': 10 },
    expected: { operation: 'pipeline', isModelCall: false, reading: undefined },
  },
];
