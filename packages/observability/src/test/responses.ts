/** A chat completion as OpenAI's API answers it, cut down to what matters. */
export function chatCompletion(options: {
  id: string;
  model?: string;
  input?: number;
  output?: number;
  text?: string;
}) {
  const { id, model = 'gpt-4o-mini', input = 100, output = 50, text = 'hello' } = options;
  return {
    id,
    object: 'chat.completion',
    created: 1_760_000_000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

/** The chunks of a streamed chat with gpt-4o-mini: 1,000 tokens in and 100 out, which cost $0.00021. */
export function chatChunks() {
  const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
  return [
    { delta: { content: 'Hello' }, usage: undefined, finish: null },
    { delta: {}, usage, finish: 'stop' },
  ].map(({ delta, usage, finish }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: 'gpt-4o-mini',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...(usage && { usage }),
  }));
}
