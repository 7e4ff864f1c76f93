import type { SpanFixture } from './span-fixture';

const anthropic = {
  'gen_ai.system': 'Anthropic',
  'gen_ai.request.model': 'claude-sonnet-4-5',
  'gen_ai.response.model': 'claude-sonnet-4-5',
  'gen_ai.usage.input_tokens': 2000,
  'gen_ai.usage.output_tokens': 20,
} as const;

function anthropicCall(shape: string, inputTokens: number): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'claude-sonnet-4-5',
    reading: {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      usage: { inputTokens, cachedReadTokens: 1000, cacheWriteTokens: 100, outputTokens: 20 },
      shape,
    },
  };
}

/** After OpenLLMetry JS 0.27 and its older names, and OpenLIT JS 1.15. */
export const OPENLLMETRY_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call of Anthropic by OpenLLMetry, whose input leaves the cached tokens out',
    scope: '@traceloop/instrumentation-anthropic',
    attributes: {
      ...anthropic,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.cache_read.input_tokens': 1000,
      'gen_ai.usage.cache_creation.input_tokens': 100,
    },
    expected: anthropicCall('openllmetry', 3100),
  },
  {
    name: 'the same with older names',
    attributes: {
      ...anthropic,
      'llm.request.type': 'chat',
      'gen_ai.usage.cache_read_input_tokens': 1000,
      'gen_ai.usage.cache_creation_input_tokens': 100,
    },
    expected: anthropicCall('openllmetry', 3100),
  },
  {
    name: 'the same by OpenLIT, with the cost it worked out',
    scope: 'openlit',
    attributes: {
      ...anthropic,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.cache_read.input_tokens': 1000,
      'gen_ai.usage.cache_creation.input_tokens': 100,
      'gen_ai.usage.cost': 0.02,
    },
    expected: {
      ...anthropicCall('openlit', 3100),
      reading: {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        usage: { inputTokens: 3100, cachedReadTokens: 1000, cacheWriteTokens: 100, outputTokens: 20 },
        reportedCostUsd: 0.02,
        shape: 'openlit',
      },
    },
  },
  {
    name: 'a completion of OpenAI with the oldest names',
    attributes: {
      'llm.request.type': 'completion',
      'gen_ai.system': 'OpenAI',
      'llm.request.model': 'gpt-3.5-turbo-instruct',
      'llm.response.model': 'gpt-3.5-turbo-instruct:20230824-v2',
      'llm.usage.prompt_tokens': 10,
      'llm.usage.completion_tokens': 2,
      'llm.usage.total_tokens': 12,
    },
    expected: {
      operation: 'text_completion',
      isModelCall: true,
      requestModel: 'gpt-3.5-turbo-instruct',
      reading: {
        provider: 'openai',
        model: 'gpt-3.5-turbo-instruct:20230824-v2',
        usage: { inputTokens: 10, outputTokens: 2 },
        shape: 'openllmetry',
      },
    },
  },
  {
    name: 'a call of OpenAI by OpenLLMetry, whose input contains the cached tokens',
    scope: '@traceloop/instrumentation-openai',
    attributes: {
      'llm.request.type': 'chat',
      'gen_ai.system': 'OpenAI',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 2000,
      'gen_ai.usage.cache_read.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.reasoning_tokens': 8,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'gpt-4o',
      reading: {
        provider: 'openai',
        model: 'gpt-4o',
        usage: { inputTokens: 2000, cachedReadTokens: 1000, outputTokens: 20, reasoningTokens: 8 },
        shape: 'openllmetry',
      },
    },
  },
  {
    name: 'a reranking by OpenLLMetry',
    attributes: { 'llm.request.type': 'rerank', 'gen_ai.request.model': 'rerank-v3.5' },
    expected: {
      operation: 'rerank',
      isModelCall: false,
      reading: undefined,
      requestModel: 'rerank-v3.5',
    },
  },
  {
    name: 'an agent that the application marked for OpenLLMetry',
    attributes: { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'planner' },
    expected: { operation: 'invoke_agent', isModelCall: false, reading: undefined, agentName: 'planner' },
  },
  {
    name: 'a task that the application marked for OpenLLMetry',
    attributes: { 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'summarise' },
    expected: { operation: undefined, isModelCall: false, reading: undefined },
  },
  {
    name: "a call by OpenLIT with its own names for the parts, and OpenTelemetry's JSON for a number",
    scope: 'openlit',
    attributes: {
      ...anthropic,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': { intValue: '2000' },
      'gen_ai.usage.prompt_tokens_details.cache_read': '1000',
      'gen_ai.usage.prompt_tokens_details.cache_write': { intValue: 100 },
    },
    expected: anthropicCall('openlit', 3100),
  },
  {
    name: "a call by Mistral's client",
    scope: 'mistralai_sdk_tracer',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'mistral_ai',
      'gen_ai.request.model': 'mistral-small-latest',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 2,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'mistral-small-latest',
      reading: {
        provider: 'mistral_ai',
        model: 'mistral-small-latest',
        usage: { inputTokens: 10, outputTokens: 2 },
        shape: 'mistral-sdk',
      },
    },
  },
];
