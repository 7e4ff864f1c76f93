import { CostTracker } from '@kagura/observability';
import type { Example } from './example';
import { MyAgent } from './my-agent';

/** Section 2 of the feature request: what an agent has cost, and what a day and a month have. */
export async function costTracking({ openai, print }: Example): Promise<void> {
  const tracker = new CostTracker();

  await new MyAgent(openai).myAgent('What is AI?');

  const cost = await tracker.getCost({ agent: 'myAgent' });
  print(`Total cost: ${usd(cost.total)}`);
  print(`  Input tokens: ${cost.inputTokens} (${usd(cost.inputCost)})`);
  print(`  Output tokens: ${cost.outputTokens} (${usd(cost.outputCost)})`);

  const dailyCost = await tracker.getCostByPeriod('today');
  const monthlyCost = await tracker.getCostByPeriod('this_month');
  print(`Today: ${usd(dailyCost.total)}`);
  print(`This month: ${usd(monthlyCost.total)}`);
}

/** A cost is `null` where a model has no price. */
function usd(amount: number | null): string {
  return amount === null ? 'unknown' : `$${amount.toFixed(4)}`;
}
