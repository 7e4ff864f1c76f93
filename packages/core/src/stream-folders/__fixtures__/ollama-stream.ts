import type { StreamFixture } from './stream-fixture';

const known = { model: 'llama3.2', created_at: '2026-10-01T00:00:00Z' } as const;
const done = { ...known, done: true, done_reason: 'stop', prompt_eval_count: 26, eval_count: 3 } as const;

const expected = {
  provider: 'ollama',
  model: 'llama3.2',
  finishReason: 'stop',
  usage: { inputTokens: 26, outputTokens: 3 },
  shape: 'ollama',
} as const;

/** After the types of `ollama` 0.6. */
export const OLLAMA_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'a chat of Ollama',
    chunks: [
      { ...known, message: { role: 'assistant', content: 'Hel' }, done: false },
      { ...known, message: { role: 'assistant', content: 'lo' }, done: false },
      { ...done, message: { role: 'assistant', content: '' } },
    ],
    expected,
    text: 'Hello',
  },
  {
    name: 'a completion of Ollama',
    chunks: [
      { ...known, response: 'Hello', done: false },
      { ...done, response: '' },
    ],
    expected,
    text: 'Hello',
  },
];
