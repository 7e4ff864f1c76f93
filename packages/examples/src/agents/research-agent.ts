import type Anthropic from '@anthropic-ai/sdk';
import { Observe, Trace } from '@kagura/observability';
import type OpenAI from 'openai';
import { Library } from './library';
import { SearchAgent } from './search-agent';
import { WriterAgent } from './writer-agent';

export interface ResearchClients {
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
}

/** Answers a question in three steps: makes it precise, has one agent search and another one write. */
export class ResearchAgent {
  readonly #searcher: SearchAgent;
  readonly #writer: WriterAgent;

  constructor({ openai, anthropic }: ResearchClients) {
    this.#searcher = new SearchAgent(openai, new Library());
    this.#writer = new WriterAgent(anthropic);
  }

  @Observe({ name: 'research_agent', logPrompts: true, logResponses: true })
  async research(question: string): Promise<string> {
    const precise = this.refine(question);
    const findings = await this.#searcher.search(precise);
    const draft = await this.#writer.write(precise, findings);
    return this.review(draft);
  }

  @Trace
  private refine(question: string): string {
    return question.replace(/\s+/g, ' ').trim();
  }

  @Trace
  private review(draft: string): string {
    if (draft === '') throw new Error('The writer returned an empty draft');
    return draft;
  }
}
