import { GoogleGenAI } from '@google/genai';
import { CostTracker, Observe, observeClient } from '@kagura/observability';

const google = observeClient(new GoogleGenAI({}));

class Librarian {
  @Observe('librarian')
  async recommend(topic: string): Promise<void> {
    const stream = await google.models.generateContentStream({
      model: 'gemini-2.5-flash',
      contents: `Recommend a book about ${topic}`,
    });
    for await (const chunk of stream) process.stdout.write(chunk.text ?? '');
  }
}

async function main(): Promise<void> {
  await new Librarian().recommend('black holes');

  const { outputTokens, total } = await new CostTracker().getCost({ agent: 'librarian' });
  process.stdout.write(`\n${outputTokens} tokens written: $${total}\n`);
}

void main();
