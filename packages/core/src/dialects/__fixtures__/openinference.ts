import type { SpanFixture } from './span-fixture';

/** After the semantic conventions of OpenInference. */
export const OPENINFERENCE_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call by OpenInference',
    scope: '@arizeai/openinference-instrumentation-openai',
    attributes: {
      'openinference.span.kind': 'LLM',
      'llm.provider': 'azure',
      'llm.system': 'openai',
      'llm.model_name': 'gpt-4o-2024-08-06',
      'llm.token_count.prompt': 100,
      'llm.token_count.prompt_details.cache_read': 40,
      'llm.token_count.prompt_details.cache_write': 10,
      'llm.token_count.prompt_details.audio': 5,
      'llm.token_count.completion': 50,
      'llm.token_count.completion_details.reasoning': 30,
      'llm.token_count.completion_details.audio': 6,
      'llm.token_count.total': 150,
      'llm.cost.total': 0.001,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'gpt-4o-2024-08-06',
      reading: {
        provider: 'azure.ai.openai',
        model: 'gpt-4o-2024-08-06',
        usage: {
          inputTokens: 100,
          cachedReadTokens: 40,
          cacheWriteTokens: 10,
          inputAudioTokens: 5,
          outputTokens: 50,
          reasoningTokens: 30,
          outputAudioTokens: 6,
        },
        reportedCostUsd: 0.001,
        shape: 'openinference',
      },
    },
  },
  {
    name: 'embeddings by OpenInference',
    attributes: {
      'openinference.span.kind': 'EMBEDDING',
      'embedding.model_name': 'text-embedding-3-small',
      'llm.token_count.prompt': 8,
    },
    expected: {
      operation: 'embeddings',
      isModelCall: true,
      requestModel: 'text-embedding-3-small',
      reading: {
        model: 'text-embedding-3-small',
        usage: { inputTokens: 8 },
        shape: 'openinference',
      },
    },
  },
  {
    name: 'an agent by OpenInference, which repeats the usage of its calls',
    attributes: {
      'openinference.span.kind': 'AGENT',
      'agent.name': 'planner',
      'llm.token_count.prompt': 100,
      'gen_ai.operation.name': 'chat',
    },
    expected: { operation: 'invoke_agent', isModelCall: false, reading: undefined, agentName: 'planner' },
  },
  {
    name: 'a tool by OpenInference',
    attributes: { 'openinference.span.kind': 'TOOL', 'tool.name': 'search' },
    expected: { operation: 'execute_tool', isModelCall: false, reading: undefined, toolName: 'search' },
  },
  {
    name: 'a chain by OpenInference',
    attributes: { 'openinference.span.kind': 'CHAIN' },
    expected: { operation: undefined, isModelCall: false, reading: undefined },
  },
];
