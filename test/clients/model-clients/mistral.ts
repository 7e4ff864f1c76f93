import { Mistral } from '@mistralai/mistralai';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function mistral(url: string): ModelClient {
  const client = new Mistral({ apiKey: 'stand-in', serverURL: `${url}/mistral` });
  const model = 'mistral-medium-2508';
  const chat = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  return {
    model,
    provider: 'mistral_ai',
    calls: {
      'chat.complete': whole((prompt) => client.chat.complete(chat(prompt))),
      'chat.stream': streamed((prompt) => client.chat.stream(chat(prompt))),
    },
  };
}
