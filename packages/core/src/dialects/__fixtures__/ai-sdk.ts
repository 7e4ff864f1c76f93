import type { SpanFixture } from './span-fixture';

function call(provider: string, attributes: object): SpanFixture['attributes'] {
  return {
    'ai.operationId': 'ai.generateText.doGenerate',
    'operation.name': 'ai.generateText.doGenerate summarise',
    'ai.model.provider': provider,
    'ai.model.id': 'model',
    'ai.response.id': 'response-1',
    'ai.response.finishReason': 'stop',
    ...attributes,
  };
}

function read(provider: string, usage: object): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'model',
    reading: {
      provider,
      model: 'model',
      responseId: 'response-1',
      finishReason: 'stop',
      usage,
      shape: 'ai-sdk',
    },
  };
}

/** After the AI SDK 4, 5, 6 and 7. */
export const AI_SDK_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call of the AI SDK 6',
    scope: 'ai',
    attributes: call('anthropic.messages', {
      'gen_ai.usage.input_tokens': 1110,
      'ai.usage.inputTokens': 1110,
      'ai.usage.inputTokenDetails.noCacheTokens': 10,
      'ai.usage.inputTokenDetails.cacheReadTokens': 1000,
      'ai.usage.inputTokenDetails.cacheWriteTokens': 100,
      'ai.usage.outputTokens': 20,
      'ai.usage.outputTokenDetails.reasoningTokens': 7,
      'ai.response.providerMetadata':
        '{"anthropic":{"usage":{"cache_creation":{"ephemeral_5m_input_tokens":60,"ephemeral_1h_input_tokens":40}}}}',
    }),
    expected: read('anthropic', {
      inputTokens: 1110,
      cachedReadTokens: 1000,
      cacheWriteTokens: 100,
      cacheWrite1hTokens: 40,
      outputTokens: 20,
      reasoningTokens: 7,
    }),
  },
  {
    name: 'a call of Anthropic by the AI SDK 5, whose input leaves the cached tokens out',
    scope: 'ai',
    attributes: call('anthropic.messages', {
      'ai.usage.inputTokens': 2000,
      'ai.usage.cachedInputTokens': 1000,
      'ai.usage.outputTokens': 20,
      'ai.response.providerMetadata': '{"anthropic":{"cacheCreationInputTokens":100}}',
    }),
    expected: read('anthropic', {
      inputTokens: 3100,
      cachedReadTokens: 1000,
      cacheWriteTokens: 100,
      outputTokens: 20,
    }),
  },
  {
    name: 'a call of OpenAI by the AI SDK 5, whose input contains the cached tokens',
    scope: 'ai',
    attributes: call('openai.responses', {
      'ai.usage.inputTokens': 2000,
      'ai.usage.cachedInputTokens': 1000,
      'ai.usage.outputTokens': 20,
      'ai.usage.reasoningTokens': 5,
    }),
    expected: read('openai', {
      inputTokens: 2000,
      cachedReadTokens: 1000,
      outputTokens: 20,
      reasoningTokens: 5,
    }),
  },
  {
    name: 'a call of Gemini by the AI SDK 5, whose output leaves the reasoning out',
    scope: 'ai',
    attributes: call('google.generative-ai', {
      'ai.usage.inputTokens': 12,
      'ai.usage.outputTokens': 20,
      'ai.usage.reasoningTokens': 300,
    }),
    expected: read('gcp.gemini', { inputTokens: 12, outputTokens: 320, reasoningTokens: 300 }),
  },
  {
    name: 'a call by the AI SDK 4, which does not know the output',
    scope: 'ai',
    attributes: call('amazon-bedrock', {
      'ai.usage.promptTokens': 12,
      'ai.usage.completionTokens': Number.NaN,
      'ai.response.providerMetadata':
        '{"bedrock":{"usage":{"cacheReadInputTokens":5,"cacheWriteInputTokens":3}}}',
    }),
    expected: read('aws.bedrock', { inputTokens: 20, cachedReadTokens: 5, cacheWriteTokens: 3 }),
  },
  {
    name: 'embeddings by the AI SDK',
    scope: 'ai',
    attributes: {
      'ai.operationId': 'ai.embedMany.doEmbed',
      'ai.model.provider': 'openai.embedding',
      'ai.model.id': 'text-embedding-3-small',
      'ai.usage.tokens': 8,
    },
    expected: {
      operation: 'embeddings',
      isModelCall: true,
      requestModel: 'text-embedding-3-small',
      reading: {
        provider: 'openai',
        model: 'text-embedding-3-small',
        usage: { inputTokens: 8 },
        shape: 'ai-sdk',
      },
    },
  },
  {
    name: 'the steps of the AI SDK together',
    scope: 'ai',
    attributes: { 'ai.operationId': 'ai.streamText', 'ai.model.id': 'gpt-4o', 'ai.usage.inputTokens': 9 },
    expected: { operation: undefined, isModelCall: false, reading: undefined, requestModel: 'gpt-4o' },
  },
  {
    name: 'a tool of the AI SDK',
    scope: 'ai',
    attributes: { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.name': 'search' },
    expected: { operation: 'execute_tool', isModelCall: false, reading: undefined, toolName: 'search' },
  },
  {
    name: 'a call of the AI SDK 7',
    scope: 'gen_ai',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 1110,
      'gen_ai.usage.cache_read.input_tokens': 1000,
      'gen_ai.usage.cache_creation.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
    },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'claude-sonnet-4-5',
      reading: {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        usage: { inputTokens: 1110, cachedReadTokens: 1000, cacheWriteTokens: 100, outputTokens: 20 },
        shape: 'ai-sdk-7',
      },
    },
  },
  {
    name: 'a step of the AI SDK 7',
    scope: 'gen_ai',
    attributes: {
      'gen_ai.operation.name': 'agent_step',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 9,
    },
    expected: { operation: 'agent_step', isModelCall: false, reading: undefined, requestModel: 'gpt-4o' },
  },
];
