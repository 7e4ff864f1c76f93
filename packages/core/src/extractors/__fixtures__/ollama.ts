import type { ResponseFixture } from './response-fixture';

const read = { provider: 'ollama', model: 'llama3.2', shape: 'ollama' } as const;

/** After the types of `ollama` 0.6. */
export const OLLAMA_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'a chat of Ollama',
    response: {
      model: 'llama3.2',
      created_at: new Date(0),
      message: { role: 'assistant', content: 'Hi' },
      done: true,
      done_reason: 'stop',
      total_duration: 5_043_500_667,
      prompt_eval_count: 26,
      eval_count: 298,
    },
    expected: { ...read, finishReason: 'stop', usage: { inputTokens: 26, outputTokens: 298 } },
  },
  {
    name: 'a completion of Ollama whose prompt was all in its cache',
    response: {
      model: 'llama3.2',
      created_at: '2026-10-01T00:00:00Z',
      response: 'Hi',
      done: true,
      done_reason: 'length',
      eval_count: 8,
    },
    expected: { ...read, finishReason: 'length', usage: { outputTokens: 8 } },
  },
  {
    name: 'embeddings of Ollama',
    response: {
      model: 'nomic-embed-text',
      embeddings: [[0.1, 0.2]],
      total_duration: 14_143_917,
      load_duration: 1_019_500,
      prompt_eval_count: 8,
    },
    expected: { ...read, model: 'nomic-embed-text', usage: { inputTokens: 8 } },
  },
];
