import type { ResponseFixture } from './response-fixture';

/** After `@langchain/core` 1.4 and its packages for OpenAI, Anthropic and Google. */
export const LANGCHAIN_FIXTURES: readonly ResponseFixture[] = [
  {
    name: "LangChain's message of OpenAI",
    response: {
      id: 'chatcmpl-1',
      content: 'Hi',
      tool_calls: [],
      response_metadata: {
        model_provider: 'openai',
        model_name: 'gpt-5',
        finish_reason: 'stop',
        service_tier: 'flex',
        usage: { prompt_tokens: 100, completion_tokens: 30, total_tokens: 130 },
      },
      usage_metadata: {
        input_tokens: 100,
        output_tokens: 30,
        total_tokens: 130,
        input_token_details: { cache_read: 64, audio: 0 },
        output_token_details: { reasoning: 20, audio: 0 },
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-5',
      responseId: 'chatcmpl-1',
      finishReason: 'stop',
      serviceTier: 'flex',
      usage: {
        inputTokens: 100,
        cachedReadTokens: 64,
        outputTokens: 30,
        reasoningTokens: 20,
        inputAudioTokens: 0,
        outputAudioTokens: 0,
      },
      shape: 'langchain',
    },
  },
  {
    name: "LangChain's message of Anthropic",
    response: {
      id: 'msg_1',
      content: 'Hi',
      response_metadata: {
        model_provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        stop_reason: 'end_turn',
        usage: {
          input_tokens: 10,
          cache_read_input_tokens: 1000,
          cache_creation_input_tokens: 100,
          cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
          output_tokens: 20,
          service_tier: 'standard',
        },
      },
      usage_metadata: {
        input_tokens: 1110,
        output_tokens: 20,
        total_tokens: 1130,
        input_token_details: { cache_creation: 100, cache_read: 1000 },
      },
    },
    expected: {
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      responseId: 'msg_1',
      finishReason: 'end_turn',
      serviceTier: 'standard',
      usage: {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 20,
      },
      shape: 'langchain',
    },
  },
  {
    name: "LangChain's message of Gemini, which drops the thoughts",
    response: {
      content: 'Hi',
      response_metadata: { model: 'gemini-2.5-pro', finishReason: 'STOP', index: 0 },
      usage_metadata: { input_tokens: 10, output_tokens: 5, total_tokens: 85 },
    },
    expected: {
      model: 'gemini-2.5-pro',
      finishReason: 'STOP',
      usage: { inputTokens: 10, outputTokens: 75 },
      shape: 'langchain',
    },
  },
  {
    name: "LangChain's message of a provider whose total is larger for reasons of its own",
    response: {
      content: 'Hi',
      response_metadata: { model_provider: 'bedrock-converse', model_name: 'amazon.nova-pro-v1:0' },
      usage_metadata: { input_tokens: 10, output_tokens: 5, total_tokens: 85 },
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.nova-pro-v1:0',
      usage: { inputTokens: 10, outputTokens: 5 },
      shape: 'langchain',
    },
  },
  {
    name: "LangChain's message with the counts of its older versions",
    response: {
      content: 'Hi',
      response_metadata: {
        tokenUsage: { promptTokens: 9, completionTokens: 3, totalTokens: 12 },
        model_name: 'gpt-4o',
      },
      usage_metadata: undefined,
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4o',
      usage: { inputTokens: 9, outputTokens: 3 },
      shape: 'langchain',
    },
  },
  {
    name: "LangChain's message without usage",
    response: { content: 'Hi', response_metadata: { model_name: 'my-model' } },
    expected: { model: 'my-model', usage: {}, shape: 'langchain' },
  },
];
