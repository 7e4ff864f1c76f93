import { Tracer } from '@kagura/observability';
import type OpenAI from 'openai';
import { ask } from './ask';
import type { Example } from './example';

const tracer = new Tracer();

/** Example 3 of the feature request: an agent of two steps whose prompt and response are kept. */
class DebugAgent {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  @tracer.trace({ logPrompts: true, logResponses: true })
  async debugAgent(input: string): Promise<string> {
    const step1Result = await tracer.span('step1', () => this.#subTask1(input));
    const step2Result = await tracer.span('step2', () => this.#subTask2(step1Result));
    return step2Result;
  }

  #subTask1(input: string): Promise<string> {
    return ask(this.#openai, 'gpt-4o', `Process ${input}`);
  }

  #subTask2(result: string): Promise<string> {
    if (result === '') throw new RangeError('step1 returned nothing');
    return ask(this.#openai, 'gpt-4o', `Check ${result}`);
  }
}

/** Runs the agent and prints its last trace, whether it succeeds or not. */
export async function debugAgent({ openai, print }: Example): Promise<void> {
  await new DebugAgent(openai).debugAgent('test').catch((error: unknown) => print(`Failed: ${error}`));

  const trace = await tracer.getLastTrace('debugAgent');
  if (trace === undefined) return;
  print(`Total duration: ${trace.durationMs}ms`);
  for (const span of trace.spans) print(`  ${span.name}: ${span.durationMs}ms`);
  print(`\nPrompt:\n${trace.prompt}`);
  print(`\nResponse:\n${trace.response}`);
  if (trace.error) {
    print(`\nError: ${trace.error}`);
    print(`Stack trace:\n${trace.stackTrace}`);
  }
}
