import { Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import type { ChatCompletion } from 'openai/resources/chat/completions';

/** How a query becomes a prompt, and an answer becomes a result. */
export interface Template {
  render(query: string): string;
  parse(answer: string): string;
}

/** Example 4 of the feature request: the agents whose statistics, costs and traces the command prints. */
export class CommandLineAgents {
  readonly #openai: OpenAI;
  readonly #template: Template;

  constructor(openai: OpenAI, template: Template) {
    this.#openai = openai;
    this.#template = template;
  }

  @Observe({ name: 'my_agent', logPrompts: true, logResponses: true })
  async myAgent(query: string): Promise<string> {
    const completion = await this.complete('gpt-4o-mini', this.#template.render(query));
    return this.#template.parse(completion.choices[0]?.message.content ?? '');
  }

  @Observe({ name: 'expensive_agent', logPrompts: true })
  async expensiveAgent(task: string): Promise<ChatCompletion> {
    return this.complete('gpt-4o', task);
  }

  @Observe((_, model: string) => ({ kind: 'model', model, provider: 'openai' }))
  private complete(model: string, content: string): Promise<ChatCompletion> {
    return this.#openai.chat.completions.create({ model, messages: [{ role: 'user', content }] });
  }
}
