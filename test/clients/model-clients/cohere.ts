import { CohereClientV2 } from 'cohere-ai';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function cohere(url: string): ModelClient {
  const client = new CohereClientV2({ token: 'stand-in', environment: url });
  const model = 'command-a-03-2025';
  const chat = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  return {
    model,
    provider: 'cohere',
    hidesModel: true,
    calls: {
      chat: whole((prompt) => client.chat(chat(prompt))),
      chatStream: streamed((prompt) => client.chatStream(chat(prompt))),
    },
  };
}
