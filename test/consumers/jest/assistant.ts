import { Observe } from '@kagura/observability';

export class Assistant {
  @Observe({ name: 'assistant' })
  async ask() {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}
