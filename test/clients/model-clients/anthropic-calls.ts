import type Anthropic from '@anthropic-ai/sdk';
import { type ModelClient, streamed, whole } from '../model-client.js';

export function anthropicCalls(client: Anthropic): ModelClient {
  const model = 'claude-opus-4-8';
  const message = (content: string) => ({
    model,
    max_tokens: 20,
    messages: [
      {
        role: 'user' as const,
        content: [
          {
            type: 'text' as const,
            text: 'Be brief and say so.',
            cache_control: { type: 'ephemeral' as const },
          },
          { type: 'text' as const, text: content },
        ],
      },
    ],
  });
  return {
    model,
    provider: 'anthropic',
    client,
    calls: {
      message: whole((prompt) => client.messages.create(message(prompt))),
      'streamed message': streamed((prompt) => client.messages.create({ ...message(prompt), stream: true })),
      'stream helper': streamed((prompt) => client.messages.stream(message(prompt))),
    },
  };
}
