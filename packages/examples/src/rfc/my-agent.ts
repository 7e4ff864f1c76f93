import { Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import { ask } from './ask';

/** Section 1 of the feature request: an agent that everything is recorded of. */
export class MyAgent {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  @Observe({ trackCost: true, trackLatency: true, logPrompts: true, logResponses: true })
  async myAgent(query: string): Promise<string> {
    return ask(this.#openai, 'gpt-4o', query);
  }
}
