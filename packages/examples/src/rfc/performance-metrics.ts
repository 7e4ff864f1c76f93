import { metrics, Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import { ask } from './ask';
import type { Example } from './example';

/** Section 3 of the feature request: an agent whose metrics are collected without being asked for. */
export class SearchAgent {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  @Observe
  async searchAgent(query: string): Promise<string[]> {
    const hits = await ask(this.#openai, 'gpt-4o-mini', `Search for ${query}`);
    return hits.split('\n');
  }
}

export async function performanceMetrics({ openai, print }: Example): Promise<void> {
  const agent = new SearchAgent(openai);
  for (const query of ['kagura', 'kabuki', 'noh']) await agent.searchAgent(query);

  const stats = await metrics.getStats('searchAgent');
  print(`Average latency: ${stats.avgLatencyMs}ms`);
  print(`P95 latency: ${stats.p95LatencyMs}ms`);
  print(`Success rate: ${(stats.successRate ?? 0) * 100}%`);
  print(`Total calls: ${stats.totalCalls}`);
}
