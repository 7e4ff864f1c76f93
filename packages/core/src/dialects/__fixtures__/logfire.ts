import type { SpanFixture } from './span-fixture';

const call = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.system': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-4-5',
  'gen_ai.usage.output_tokens': 20,
} as const;

function read(usage: object, rest: object = {}): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'claude-sonnet-4-5',
    reading: {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      usage,
      shape: 'logfire',
      ...rest,
    },
  };
}

/** After Pydantic AI and Logfire. */
export const LOGFIRE_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a request of Pydantic AI, with its cost',
    scope: 'pydantic-ai',
    attributes: {
      ...call,
      'gen_ai.usage.input_tokens': 1110,
      'gen_ai.usage.details.cache_read_tokens': 1000,
      'gen_ai.usage.details.cache_write_tokens': 100,
      'gen_ai.usage.details.reasoning_tokens': 15,
      'operation.cost': 0.02,
    },
    expected: read(
      {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        outputTokens: 20,
        reasoningTokens: 15,
      },
      { reportedCostUsd: 0.02 },
    ),
  },
  {
    name: 'a call of the Claude Agent SDK, whose input leaves the cached tokens out',
    scope: 'logfire.claude_agent_sdk',
    attributes: {
      ...call,
      'gen_ai.usage.input_tokens': 3000,
      'gen_ai.usage.cache_read.input_tokens': 1000,
    },
    expected: read({ inputTokens: 4000, cachedReadTokens: 1000, outputTokens: 20 }),
  },
  {
    name: 'the same with a scope that nobody knows, by counts that cannot be inclusive',
    attributes: {
      ...call,
      'logfire.msg': 'chat claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.cache_read.input_tokens': 7166,
    },
    expected: read({ inputTokens: 7169, cachedReadTokens: 7166, outputTokens: 20 }),
  },
  {
    name: 'the run of an agent by an older Pydantic AI, which repeats the usage of its requests',
    scope: 'pydantic-ai',
    attributes: {
      agent_name: 'planner',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 3,
      'operation.cost': 0.02,
    },
    expected: {
      operation: undefined,
      isModelCall: false,
      reading: undefined,
      agentName: 'planner',
      requestModel: 'claude-sonnet-4-5',
    },
  },
];
