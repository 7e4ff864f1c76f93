import OpenAI from 'openai';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function openai(url: string): ModelClient {
  return openaiCalls(new OpenAI({ apiKey: 'stand-in', baseURL: `${url}/v1`, maxRetries: 0 }));
}

export function openaiCalls(client: OpenAI): ModelClient {
  const model = 'gpt-4o';
  const chat = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  return {
    model,
    provider: 'openai',
    client,
    calls: {
      chat: whole((prompt) => client.chat.completions.create(chat(prompt))),
      'streamed chat': streamed((prompt) =>
        client.chat.completions.create({
          ...chat(prompt),
          stream: true,
          stream_options: { include_usage: true },
        }),
      ),
      response: whole((input) => client.responses.create({ model, input })),
      'streamed response': streamed((input) => client.responses.create({ model, input, stream: true })),
    },
  };
}
