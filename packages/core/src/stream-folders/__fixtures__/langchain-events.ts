import type { StreamFixture } from './stream-fixture';

function event(name: string, data: object, fields: object = {}): object {
  return {
    event: name,
    name: 'ChatOpenAI',
    run_id: 'run-1',
    tags: [],
    metadata: { ls_provider: 'openai', ls_model_name: 'gpt-4o', ls_model_type: 'chat' },
    data,
    ...fields,
  };
}

function chunk(fields: object): object {
  return { content: '', additional_kwargs: {}, response_metadata: {}, tool_call_chunks: [], ...fields };
}

const message = {
  id: 'cmpl-1',
  content: 'Hello',
  response_metadata: { model_provider: 'openai', model_name: 'gpt-4o-2024-08-06', finish_reason: 'stop' },
  usage_metadata: { input_tokens: 100, output_tokens: 4, total_tokens: 104 },
} as const;

/** After `@langchain/core` 1.4. */
export const LANGCHAIN_EVENTS_FIXTURES: readonly StreamFixture[] = [
  {
    name: "events of LangChain's models, whose chains repeat them",
    chunks: [
      event('on_chain_start', { input: {} }, { run_id: 'run-0', name: 'LangGraph', metadata: {} }),
      event('on_chat_model_start', { input: { messages: [] } }),
      event('on_chat_model_stream', { chunk: chunk({ id: 'cmpl-1', content: 'Hel' }) }),
      event('on_chat_model_stream', { chunk: chunk({ id: 'cmpl-1', content: 'lo' }) }),
      event('on_chat_model_end', { output: message }),
      event('on_chain_end', { output: { messages: [message] } }, { run_id: 'run-0', name: 'LangGraph' }),
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-4o-2024-08-06',
      responseId: 'cmpl-1',
      finishReason: 'stop',
      usage: { inputTokens: 100, outputTokens: 4 },
      shape: 'langchain',
    },
    text: 'Hello',
  },
  {
    name: 'events of LangChain whose end is the sum of its pieces',
    chunks: [
      event('on_chat_model_start', { input: {} }),
      event('on_chat_model_stream', { chunk: chunk({ id: 'cmpl-2', content: 'Hi' }) }),
      event('on_chat_model_stream', {
        chunk: chunk({ response_metadata: { finish_reason: 'stop' } }),
      }),
      event('on_chat_model_stream', {
        chunk: chunk({ usage_metadata: { input_tokens: 10, output_tokens: 2, total_tokens: 12 } }),
      }),
      event('on_chat_model_end', {}),
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-4o',
      responseId: 'cmpl-2',
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 2 },
      shape: 'langchain',
    },
    text: 'Hi',
  },
];
