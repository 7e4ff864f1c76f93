import { ChatAnthropic } from '@langchain/anthropic';
import { ChatOpenAI } from '@langchain/openai';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function langchainOpenai(url: string): ModelClient {
  const model = 'gpt-4o';
  const chat = new ChatOpenAI({
    model,
    apiKey: 'stand-in',
    maxRetries: 0,
    configuration: { baseURL: `${url}/v1` },
  });
  return { model, provider: 'openai', calls: langchainCalls(chat) };
}

export function langchainAnthropic(url: string): ModelClient {
  const model = 'claude-opus-4-8';
  const chat = new ChatAnthropic({
    model,
    apiKey: 'stand-in',
    maxTokens: 20,
    maxRetries: 0,
    anthropicApiUrl: url,
  });
  return { model, provider: 'anthropic', calls: langchainCalls(chat) };
}

function langchainCalls(chat: Pick<ChatOpenAI | ChatAnthropic, 'invoke' | 'stream'>): ModelClient['calls'] {
  return {
    invoke: whole((prompt) => chat.invoke(prompt)),
    stream: streamed((prompt) => chat.stream(prompt)),
  };
}
