import Anthropic from '@anthropic-ai/sdk';
import { CostTracker, observeClient } from '@kagura/observability';

const anthropic = observeClient(new Anthropic());

export async function main(): Promise<void> {
  const message = await anthropic.messages
    .stream({
      model: 'claude-opus-4-8',
      max_tokens: 200,
      messages: [{ role: 'user', content: 'What is a black hole?' }],
    })
    .on('text', (text) => process.stdout.write(text))
    .finalMessage();

  const { calls, total } = await new CostTracker().getCost();
  console.log(`\n${message.stop_reason} after ${calls} call: $${total}`);
}
