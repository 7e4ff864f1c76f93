import { GoogleGenAI } from '@google/genai';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function googleGenai(url: string): ModelClient {
  const client = new GoogleGenAI({ apiKey: 'stand-in', httpOptions: { baseUrl: url } });
  const model = 'gemini-2.5-flash';
  return {
    model,
    provider: 'gcp.gemini',
    client,
    calls: {
      generateContent: whole((contents) => client.models.generateContent({ model, contents })),
      generateContentStream: streamed((contents) => client.models.generateContentStream({ model, contents })),
      chat: whole((message) => client.chats.create({ model }).sendMessage({ message })),
    },
  };
}
