import { BudgetExceededError, CostTracker, Observe, observeClient } from '@kagura/observability';
import OpenAI from 'openai';

class Researcher {
  readonly #openai = observeClient(new OpenAI());

  @Observe('researcher')
  async answer(question: string): Promise<string> {
    const completion = await this.#openai.chat.completions.create({
      model: 'gpt-4o',
      max_completion_tokens: 500,
      messages: [{ role: 'user', content: question }],
    });
    return completion.choices[0]?.message.content ?? '';
  }
}

export async function main(questions: readonly string[], limitUsd: number): Promise<void> {
  await new CostTracker().setBudget('monthly', { limitUsd, agent: 'researcher' });
  const researcher = new Researcher();
  try {
    for (const question of questions) console.log(await researcher.answer(question));
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    console.log(
      `Stopped: $${error.settledUsd} of $${error.limitUsd} spent, more from ${error.resetsAt.toISOString()}`,
    );
  }
}
