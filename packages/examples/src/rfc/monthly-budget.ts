import { BudgetExceededError, CostTracker, Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import { ask } from './ask';
import type { Example } from './example';

class Expensive {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  @Observe({ name: 'expensive_agent', trackCost: true })
  async expensiveAgent(task: string): Promise<string> {
    return ask(this.#openai, 'gpt-4o', task);
  }
}

/** Integration example 1 of the feature request: a limit for the month, and what the month has cost. */
export async function monthlyBudget({ openai, print }: Example, tasks = 100): Promise<void> {
  const tracker = new CostTracker();
  await tracker.setBudget('monthly', { limitUsd: 100 });

  const agent = new Expensive(openai);
  for (let task = 0; task < tasks; task += 1) {
    try {
      await agent.expensiveAgent(`Task ${task}`);
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      print(`Budget exceeded: ${error.message}`);
      break;
    }
  }

  print(String(await tracker.generateReport('this_month')));
}
