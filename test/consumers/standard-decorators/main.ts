// The decorators of the language, on every kind of member they may stand on. Only `ask` is called as an agent.
import { CostTracker, Observe, Trace } from '@kagura/observability';

class Assistant {
  @Observe({ name: 'assistant' })
  async ask(question: string): Promise<string> {
    const completion = await this.#complete(this.prepare(question));
    return completion.choices[0]?.message.content ?? '';
  }

  @Trace
  prepare = (question: string): string => question.trim();

  @Trace({ kind: 'model' })
  async #complete(prompt: string) {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: prompt } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}

@Observe
class Idle {
  @Observe
  accessor work = (): number => 1;

  @Observe('never called')
  static *run<T>(value: T): Generator<T> {
    yield value;
  }
}

async function main(): Promise<void> {
  new Idle();
  await new Assistant().ask(' Hello. ');
  const { total } = await new CostTracker().getCost({ agent: 'assistant' });
  process.stdout.write(`${total}\n`);
}

void main();
