import { CostTracker, observeClient, withContext } from '@kagura/observability';
import OpenAI from 'openai';

/** Every customer has a dollar a day, and all together a hundred a month. */
export async function setLimits(customers: readonly string[]): Promise<void> {
  const tracker = new CostTracker();
  await tracker.setBudget('monthly', { limitUsd: 100, thresholds: [50, 80, 95, 100] });
  for (const tenant of customers) await tracker.setBudget('daily', { limitUsd: 1, tenant });
}

export function ask(customer: string, question: string) {
  const openai = observeClient(new OpenAI());
  return withContext({ tenant: customer }, () =>
    openai.chat.completions.create({
      model: 'gpt-4o',
      max_completion_tokens: 500,
      messages: [{ role: 'user', content: question }],
    }),
  );
}
