/** About 1 KB of prompt and response together, as the calls of a chat agent have. */
const PROMPT = 'Summarise what the following passage says about budgets and alerts. '.repeat(8);
const ANSWER = 'Budgets stop a call before the money is spent, and alerts reach the team. '.repeat(7);

export interface ModelResponse {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: { readonly role: string; readonly content: string };
    readonly finish_reason: string;
  }[];
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
}

let calls = 0;

/** Stands for the model: asynchronous, OpenAI-shaped, a new response each time. */
export async function callModel(prompt: string): Promise<ModelResponse> {
  await null;
  calls += 1;
  return {
    id: `chatcmpl-${calls}`,
    object: 'chat.completion',
    model: 'gpt-4o-mini',
    choices: [{ index: 0, message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: prompt.length,
      completion_tokens: ANSWER.length,
      total_tokens: prompt.length + ANSWER.length,
    },
  };
}

export { PROMPT };
