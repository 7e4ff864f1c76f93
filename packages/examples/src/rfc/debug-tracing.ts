import { currentSpan, Tracer } from '@kagura/observability';
import type OpenAI from 'openai';
import { ask } from './ask';
import type { Example } from './example';

const tracer = new Tracer();

/** Work that is no model call. */
export interface Work {
  fetchData(input: string): Promise<string>;
  process(data: string): string;
}

/** Section 4 of the feature request: an agent that names its steps. */
export class ComplexAgent {
  readonly #openai: OpenAI;
  readonly #work: Work;

  constructor(openai: OpenAI, work: Work) {
    this.#openai = openai;
    this.#work = work;
  }

  @tracer.trace
  async complexAgent(input: string): Promise<{ output: string; traceId: string }> {
    const data = await tracer.span('fetchData', () => this.#work.fetchData(input));
    const processed = tracer.span('processData', () => this.#work.process(data));
    const output = await tracer.span('generateOutput', () => ask(this.#openai, 'gpt-4o', processed));
    return { output, traceId: currentSpan().spanContext().traceId };
  }
}

export async function debugTracing({ openai, print }: Example, work: Work): Promise<void> {
  const { traceId } = await new ComplexAgent(openai, work).complexAgent('the numbers of October');

  const trace = await tracer.getTrace('complexAgent', { traceId });
  for (const span of trace?.spans ?? []) print(`${span.name}: ${span.durationMs}ms`);
}
