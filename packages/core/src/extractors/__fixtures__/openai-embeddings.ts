import type { ResponseFixture } from './response-fixture';

/** After the types of `openai` 6.49. */
export const OPENAI_EMBEDDINGS_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'OpenAI embeddings',
    response: {
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [0.0023064255, -0.009327292] }],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 8, total_tokens: 8 },
    },
    expected: {
      provider: 'openai',
      model: 'text-embedding-3-small',
      usage: { inputTokens: 8 },
      shape: 'openai-embeddings',
    },
  },
];
