import { Ollama } from 'ollama';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function ollama(url: string): ModelClient {
  const client = new Ollama({ host: url });
  const model = 'llama3.2';
  const chat = (content: string) => ({ model, messages: [{ role: 'user', content }] });
  return {
    model,
    provider: 'ollama',
    calls: {
      chat: whole((prompt) => client.chat(chat(prompt))),
      'streamed chat': streamed((prompt) => client.chat({ ...chat(prompt), stream: true })),
    },
  };
}
