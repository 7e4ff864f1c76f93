import type { ResponseFixture } from './response-fixture';

const read = {
  provider: 'mistral_ai',
  model: 'mistral-large-latest',
  responseId: '0a1b2c3d4e5f',
  finishReason: 'stop',
} as const;

/** After the types of `@mistralai/mistralai` 2.7 and `@openrouter/sdk`. */
export const MISTRAL_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'Mistral as its API writes it',
    hint: { baseUrl: 'https://api.mistral.ai/v1' },
    response: {
      id: '0a1b2c3d4e5f',
      object: 'chat.completion',
      model: 'mistral-large-latest',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 105,
        num_cached_tokens: 64,
        service_tier: 'priority',
      },
    },
    expected: {
      ...read,
      serviceTier: 'priority',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 5 },
      shape: 'openai-chat',
    },
  },
  {
    name: 'Mistral with details under a name of its own',
    hint: { provider: 'mistral' },
    response: {
      id: '0a1b2c3d4e5f',
      object: 'chat.completion',
      model: 'mistral-large-latest',
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: { prompt_tokens: 100, completion_tokens: 5, prompt_token_details: { cached_tokens: 32 } },
    },
    expected: {
      ...read,
      usage: { inputTokens: 100, cachedReadTokens: 32, outputTokens: 5 },
      shape: 'openai-chat',
    },
  },
  {
    name: 'Mistral as its client returns it, with what the client did not know in snake_case',
    response: {
      id: '0a1b2c3d4e5f',
      object: 'chat.completion',
      model: 'mistral-large-latest',
      created: 1_759_912_345,
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finishReason: 'stop' }],
      usage: {
        promptTokens: 100,
        completionTokens: 5,
        totalTokens: 105,
        promptAudioSeconds: 7,
        serviceTier: 'standard',
        num_cached_tokens: 64,
      },
    },
    expected: {
      ...read,
      serviceTier: 'standard',
      usage: { inputTokens: 100, cachedReadTokens: 64, outputTokens: 5, inputAudioSeconds: 7 },
      shape: 'chat-camel-case',
    },
  },
  {
    name: 'embeddings of Mistral as its client returns them',
    response: {
      id: '0a1b2c3d4e5f',
      object: 'list',
      model: 'mistral-embed',
      data: [{ object: 'embedding', embedding: [0.1], index: 0 }],
      usage: { promptTokens: 8, completionTokens: 0, totalTokens: 8 },
    },
    expected: {
      provider: 'mistral_ai',
      model: 'mistral-embed',
      responseId: '0a1b2c3d4e5f',
      usage: { inputTokens: 8, outputTokens: 0 },
      shape: 'chat-camel-case',
    },
  },
  {
    name: 'OpenRouter as its client returns it',
    response: {
      id: 'gen-1',
      object: 'chat.completion',
      model: 'openai/gpt-5',
      choices: [{ index: 0, finishReason: 'stop' }],
      usage: {
        promptTokens: 10,
        promptTokensDetails: { cachedTokens: 4, audioTokens: 2 },
        completionTokens: 20,
        completionTokensDetails: { reasoningTokens: 15 },
        cost: 0.01,
      },
    },
    expected: {
      provider: 'openrouter',
      model: 'openai/gpt-5',
      responseId: 'gen-1',
      finishReason: 'stop',
      usage: {
        inputTokens: 10,
        cachedReadTokens: 4,
        outputTokens: 20,
        reasoningTokens: 15,
        inputAudioTokens: 2,
      },
      reportedCostUsd: 0.01,
      shape: 'chat-camel-case',
    },
  },
  {
    name: 'a conversation with an agent of Mistral',
    hint: { model: 'mistral-medium-latest' },
    response: {
      object: 'conversation.response',
      conversationId: 'conv_1',
      outputs: [{ object: 'entry', type: 'message.output', content: 'Hi' }],
      usage: {
        promptTokens: 30,
        completionTokens: 6,
        totalTokens: 36,
        connectorTokens: 900,
        connectors: { web_search: 2 },
      },
    },
    expected: {
      provider: 'mistral_ai',
      model: 'mistral-medium-latest',
      responseId: 'conv_1',
      usage: { inputTokens: 30, outputTokens: 6, webSearchRequests: 2 },
      shape: 'mistral-conversation',
    },
  },
];
