import { openai } from '@ai-sdk/openai';
import { BudgetExceededError, CostTracker, Observe, observeClient } from '@kagura/observability';
import { generateText } from 'ai';

const model = observeClient(openai('gpt-4o'));

class Critic {
  @Observe('critic')
  async review(title: string): Promise<string> {
    const { text } = await generateText({ model, prompt: `Review ${title}`, maxOutputTokens: 300 });
    return text;
  }
}

async function main(): Promise<void> {
  const tracker = new CostTracker();
  await tracker.setBudget('daily', { agent: 'critic', limitUsd: 0.005 });

  const critic = new Critic();
  try {
    for (;;) process.stdout.write(`${await critic.review('Hamlet')}\n`);
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    process.stdout.write(`No further review: $${error.settledUsd} of $${error.limitUsd} are spent.\n`);
  }
}

void main();
