import { Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import type {
  ChatCompletion,
  ChatCompletionFunctionTool,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { Library } from './library';

const MODEL = 'gpt-4o-mini';
const MAX_ROUNDS = 4;

const LOOK_UP: ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'look_up',
    description: 'Finds passages of the library about a topic.',
    parameters: { type: 'object', properties: { topic: { type: 'string' } }, required: ['topic'] },
  },
};

/** Finds out what the library says about a question: the model decides what to look up. */
export class SearchAgent {
  readonly #openai: OpenAI;
  readonly #library: Library;

  constructor(openai: OpenAI, library: Library) {
    this.#openai = openai;
    this.#library = library;
  }

  @Observe({ name: 'search_agent', logPrompts: true, logResponses: true })
  async search(question: string): Promise<string> {
    const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: question }];
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const completion = await this.complete(messages);
      const message = completion.choices[0]?.message;
      if (!message?.tool_calls) return message?.content ?? '';
      messages.push(message);
      for (const call of message.tool_calls) {
        if (call.type !== 'function') continue;
        messages.push({ role: 'tool', tool_call_id: call.id, content: await this.lookUp(topicOf(call)) });
      }
    }
    throw new Error(`No answer after ${MAX_ROUNDS} rounds of look-ups`);
  }

  @Observe({ kind: 'model', model: MODEL, provider: 'openai' })
  private complete(messages: ChatCompletionMessageParam[]): Promise<ChatCompletion> {
    return this.#openai.chat.completions.create({ model: MODEL, messages, tools: [LOOK_UP] });
  }

  @Observe({ kind: 'tool', name: 'look_up', logPrompts: true, logResponses: true })
  private lookUp(topic: string): Promise<string> {
    return this.#library.find(topic);
  }
}

function topicOf(call: ChatCompletionMessageFunctionToolCall): string {
  const { topic }: { topic?: unknown } = JSON.parse(call.function.arguments);
  return String(topic);
}
