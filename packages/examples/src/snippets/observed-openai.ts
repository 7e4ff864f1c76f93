import { CostTracker, Observe, observeClient } from '@kagura/observability';
import OpenAI from 'openai';

const openai = observeClient(new OpenAI());

class Poet {
  @Observe('poet')
  async write(topic: string): Promise<void> {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: `Write a poem about ${topic}` }],
      stream: true,
    });
    for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '');
  }
}

export async function main(): Promise<void> {
  await new Poet().write('the sea');

  const { total, outputTokens } = await new CostTracker().getCost({ agent: 'poet' });
  console.log(`\n${outputTokens} tokens written: $${total}`);
}
