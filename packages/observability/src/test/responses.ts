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
