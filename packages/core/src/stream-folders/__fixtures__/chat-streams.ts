import type { StreamFixture } from './stream-fixture';

function chunk(fields: object): object {
  return { id: 'cmpl-1', object: 'chat.completion.chunk', created: 1_759_912_345, ...fields };
}

const begin = { index: 0, delta: { role: 'assistant', content: 'Hel' }, finish_reason: null } as const;
const end = { index: 0, delta: { content: 'lo' }, finish_reason: 'stop' } as const;
const counts = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } as const;
const read = { responseId: 'cmpl-1', finishReason: 'stop', shape: 'openai-chat' } as const;

/** Streams of those who copy OpenAI's chat completions: usage comes without being asked for. */
export const CHAT_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'Groq, with usage under its own name',
    chunks: [
      chunk({ model: 'llama-3.3-70b-versatile', choices: [begin], x_groq: { id: 'req_1' } }),
      chunk({
        model: 'llama-3.3-70b-versatile',
        choices: [end],
        x_groq: { id: 'req_1', usage: counts },
      }),
    ],
    expected: {
      ...read,
      provider: 'groq',
      model: 'llama-3.3-70b-versatile',
      usage: { inputTokens: 12, outputTokens: 3 },
    },
    text: 'Hello',
  },
  {
    name: 'xAI, whose reasoning stands beside the completion',
    chunks: [
      chunk({ model: 'grok-4', choices: [begin] }),
      chunk({ model: 'grok-4', choices: [end] }),
      chunk({
        model: 'grok-4',
        choices: [],
        usage: {
          ...counts,
          total_tokens: 115,
          completion_tokens_details: { reasoning_tokens: 100 },
          cost_in_usd_ticks: 10_000_000,
        },
      }),
    ],
    expected: {
      ...read,
      provider: 'x_ai',
      model: 'grok-4',
      usage: { inputTokens: 12, outputTokens: 103, reasoningTokens: 100 },
      reportedCostUsd: 0.001,
    },
    text: 'Hello',
  },
  {
    name: 'DeepSeek, with usage on the chunk that ends the answer',
    chunks: [
      chunk({ model: 'deepseek-chat', choices: [begin], usage: null }),
      chunk({
        model: 'deepseek-chat',
        choices: [end],
        usage: { ...counts, prompt_cache_hit_tokens: 8, prompt_cache_miss_tokens: 4 },
      }),
    ],
    expected: {
      ...read,
      provider: 'deepseek',
      model: 'deepseek-chat',
      usage: { inputTokens: 12, cachedReadTokens: 8, outputTokens: 3 },
    },
    text: 'Hello',
  },
  {
    name: 'OpenRouter, by its ids and with its cost',
    chunks: [
      chunk({ id: 'gen-1', provider: 'Anthropic', model: 'anthropic/claude-sonnet-4.5', choices: [begin] }),
      chunk({ id: 'gen-1', model: 'anthropic/claude-sonnet-4.5', choices: [end] }),
      chunk({
        id: 'gen-1',
        model: 'anthropic/claude-sonnet-4.5',
        choices: [{ index: 0, delta: { content: '' }, finish_reason: null }],
        usage: { ...counts, cost: 0.002 },
      }),
    ],
    expected: {
      ...read,
      provider: 'openrouter',
      model: 'anthropic/claude-sonnet-4.5',
      responseId: 'gen-1',
      usage: { inputTokens: 12, outputTokens: 3 },
      reportedCostUsd: 0.002,
    },
    text: 'Hello',
  },
  {
    name: "Mistral's client, which puts chunks into events and renames their fields",
    chunks: [
      {
        data: {
          id: 'cmpl-1',
          object: 'chat.completion.chunk',
          model: 'mistral-small-latest',
          choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' }, finishReason: null }],
        },
      },
      {
        data: {
          id: 'cmpl-1',
          object: 'chat.completion.chunk',
          model: 'mistral-small-latest',
          choices: [{ index: 0, delta: { content: 'lo' }, finishReason: 'stop' }],
          usage: { promptTokens: 12, completionTokens: 3, totalTokens: 15 },
        },
      },
    ],
    expected: {
      provider: 'mistral_ai',
      model: 'mistral-small-latest',
      responseId: 'cmpl-1',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 3 },
      shape: 'chat-camel-case',
    },
    text: 'Hello',
  },
  {
    name: 'chunks of LlamaIndex',
    chunks: [
      { delta: 'Hel', raw: chunk({ model: 'gpt-4o', choices: [begin] }) },
      { delta: 'lo', raw: chunk({ model: 'gpt-4o', choices: [end] }) },
      { delta: '', raw: chunk({ model: 'gpt-4o', choices: [], usage: counts }) },
    ],
    expected: { ...read, provider: 'openai', model: 'gpt-4o', usage: { inputTokens: 12, outputTokens: 3 } },
    text: 'Hello',
  },
];
