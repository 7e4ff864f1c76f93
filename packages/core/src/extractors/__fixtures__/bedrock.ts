import type { ResponseFixture } from './response-fixture';

const output = { message: { role: 'assistant', content: [{ text: 'Hi' }] } } as const;
const hint = { model: 'amazon.nova-pro-v1:0' } as const;

/** After the types of `@aws-sdk/client-bedrock-runtime` 3.1164 and the bodies that its models write. */
export const BEDROCK_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Bedrock Converse with a cache of two lifetimes',
    hint: { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    response: {
      $metadata: { httpStatusCode: 200, requestId: 'req-1', attempts: 1 },
      output,
      stopReason: 'end_turn',
      usage: {
        inputTokens: 10,
        outputTokens: 20,
        totalTokens: 1130,
        cacheReadInputTokens: 1000,
        cacheWriteInputTokens: 100,
        cacheDetails: [
          { ttl: '5m', inputTokens: 60 },
          { ttl: '1h', inputTokens: 40 },
        ],
      },
      metrics: { latencyMs: 800 },
      serviceTier: { type: 'priority' },
      performanceConfig: { latency: 'standard' },
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      responseId: 'req-1',
      finishReason: 'end_turn',
      serviceTier: 'priority',
      usage: {
        inputTokens: 1110,
        cachedReadTokens: 1000,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        outputTokens: 20,
      },
      shape: 'bedrock-converse',
    },
  },
  {
    name: 'Bedrock Converse through a prompt router, with optimised latency',
    response: {
      output,
      stopReason: 'max_tokens',
      usage: { inputTokens: 5, outputTokens: 6, totalTokens: 11 },
      trace: { promptRouter: { invokedModelId: 'meta.llama3-1-8b-instruct-v1:0' } },
      performanceConfig: { latency: 'optimized' },
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'meta.llama3-1-8b-instruct-v1:0',
      finishReason: 'max_tokens',
      speed: 'optimized',
      usage: { inputTokens: 5, outputTokens: 6 },
      shape: 'bedrock-converse',
    },
  },
  {
    name: 'Nova under InvokeModel',
    hint,
    response: {
      output,
      stopReason: 'end_turn',
      usage: {
        inputTokens: 7,
        outputTokens: 3,
        totalTokens: 10,
        cacheReadInputTokenCount: 90,
        cacheWriteInputTokenCount: 0,
      },
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.nova-pro-v1:0',
      finishReason: 'end_turn',
      usage: { inputTokens: 97, cachedReadTokens: 90, cacheWriteTokens: 0, outputTokens: 3 },
      shape: 'bedrock-converse',
    },
  },
  {
    name: 'Llama under InvokeModel',
    hint: { model: 'meta.llama3-70b-instruct-v1:0' },
    response: { generation: 'Hi', prompt_token_count: 12, generation_token_count: 4, stop_reason: 'stop' },
    expected: {
      provider: 'aws.bedrock',
      model: 'meta.llama3-70b-instruct-v1:0',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 4 },
      shape: 'bedrock-llama',
    },
  },
  {
    name: 'Titan text under InvokeModel',
    hint: { model: 'amazon.titan-text-express-v1' },
    response: {
      inputTextTokenCount: 9,
      results: [
        { tokenCount: 5, outputText: 'Hi', completionReason: 'FINISH' },
        { tokenCount: 2, outputText: 'Yo', completionReason: 'FINISH' },
      ],
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.titan-text-express-v1',
      finishReason: 'FINISH',
      usage: { inputTokens: 9, outputTokens: 7 },
      shape: 'bedrock-titan',
    },
  },
  {
    name: 'Titan embeddings under InvokeModel',
    hint: { model: 'amazon.titan-embed-text-v2:0' },
    response: { embedding: [0.1, 0.2], embeddingsByType: { float: [0.1, 0.2] }, inputTextTokenCount: 9 },
    expected: {
      provider: 'aws.bedrock',
      model: 'amazon.titan-embed-text-v2:0',
      usage: { inputTokens: 9 },
      shape: 'bedrock-titan',
    },
  },
  {
    name: 'Mistral under InvokeModel, which counts nothing',
    hint: { model: 'mistral.mistral-large-2402-v1:0' },
    response: { outputs: [{ text: 'Hi', stop_reason: 'stop' }] },
    expected: {
      provider: 'aws.bedrock',
      model: 'mistral.mistral-large-2402-v1:0',
      finishReason: 'stop',
      usage: {},
      shape: 'bedrock-mistral',
    },
  },
  {
    name: 'Command R under InvokeModel',
    hint: { provider: 'bedrock', model: 'cohere.command-r-v1:0' },
    response: {
      response_id: 'r-1',
      generation_id: 'g-1',
      text: 'Hi',
      finish_reason: 'COMPLETE',
      meta: { api_version: { version: '1' }, billed_units: { input_tokens: 3, output_tokens: 2 } },
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'cohere.command-r-v1:0',
      responseId: 'r-1',
      finishReason: 'COMPLETE',
      usage: { inputTokens: 3, outputTokens: 2 },
      shape: 'cohere',
    },
  },
];
