import { CostTracker, Observe, observeClient } from '@kagura/observability';
import OpenAI from 'openai';

class Assistant {
  readonly #openai = observeClient(new OpenAI());

  @Observe({ name: 'assistant', logPrompts: true, logResponses: true })
  async ask(question: string): Promise<string> {
    const completion = await this.#openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: question }],
    });
    return completion.choices[0]?.message.content ?? '';
  }
}

export async function main(): Promise<void> {
  console.log(await new Assistant().ask('What is AI?'));

  const { total, inputTokens, outputTokens } = await new CostTracker().getCost({ agent: 'assistant' });
  console.log(`${inputTokens} tokens in, ${outputTokens} out: $${total}`);
}
