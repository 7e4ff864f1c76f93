import { CostTracker, metrics } from '@kagura/observability';
import { Assistant } from './assistant';

it('costs what its one model call costs', async () => {
  await new Assistant().ask();
  const { total, calls } = await new CostTracker().getCost({ agent: 'assistant' });
  expect({ total, calls }).toEqual({ total: 0.00045, calls: 1 });
  expect(await metrics.getStats('assistant')).toMatchObject({ totalCalls: 1, successRate: 1 });
});
