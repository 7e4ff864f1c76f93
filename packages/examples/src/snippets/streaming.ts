import { Observe } from '@kagura/observability';
import OpenAI from 'openai';

class Narrator {
  readonly #openai = new OpenAI();

  @Observe('narrator')
  async *tell(topic: string): AsyncGenerator<string> {
    for await (const chunk of await this.stream(topic)) yield chunk.choices[0]?.delta.content ?? '';
  }

  @Observe({ kind: 'model' })
  private stream(topic: string) {
    return this.#openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: `Tell a story about ${topic}` }],
      stream: true,
      stream_options: { include_usage: true },
    });
  }
}

export async function main(): Promise<void> {
  for await (const text of new Narrator().tell('a fox')) process.stdout.write(text);
}
