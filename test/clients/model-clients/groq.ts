import Groq from 'groq-sdk';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function groq(url: string): ModelClient {
  const client = new Groq({ apiKey: 'stand-in', baseURL: url, maxRetries: 0 });
  const model = 'llama-3.3-70b-versatile';
  const chat = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  return {
    model,
    provider: 'groq',
    client,
    calls: {
      chat: whole((prompt) => client.chat.completions.create(chat(prompt))),
      'streamed chat': streamed((prompt) =>
        client.chat.completions.create({ ...chat(prompt), stream: true }),
      ),
    },
  };
}
