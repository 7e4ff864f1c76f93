import { CostTracker } from '@kagura/observability';
import { stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { costTracking } from './cost-tracking';
import { MyAgent } from './my-agent';

const NOW = '2025-10-04T10:30:15Z';

let stage: Stage;

beforeEach(async () => {
  stopClock(NOW);
  stage = await startStage({
    server: { answer: () => ({ text: 'Yes.', inputTokens: 200, outputTokens: 100 }) },
  });
  for (const earlier of ['2025-09-30T23:59:59.999Z', '2025-10-03T12:00:00Z']) {
    jest.setSystemTime(new Date(earlier));
    await new MyAgent(stage.openai).myAgent('Before?');
  }
  jest.setSystemTime(new Date(NOW));
});

afterEach(() => stage.close());

test('the example prints what the agent, the day and the month have cost', async () => {
  const lines: string[] = [];
  await costTracking({ openai: stage.openai, print: (line) => lines.push(line) });

  expect(lines).toEqual([
    'Total cost: $0.0045',
    '  Input tokens: 600 ($0.0015)',
    '  Output tokens: 300 ($0.0030)',
    'Today: $0.0015',
    'This month: $0.0030',
  ]);
});

test('costs are exact, by agent and by period', async () => {
  const tracker = new CostTracker();

  expect(await tracker.getCost({ agent: 'myAgent' })).toMatchObject({
    total: 0.003,
    nanoUsd: 3_000_000,
    inputTokens: 400,
    inputCost: 0.001,
    outputTokens: 200,
    outputCost: 0.002,
    calls: 2,
    unpricedCalls: 0,
    status: 'exact',
  });
  expect(await tracker.getCostByPeriod('today')).toMatchObject({ total: 0, calls: 0, label: '2025-10-04' });
  expect(await tracker.getCostByPeriod('this_month')).toMatchObject({
    total: 0.0015,
    calls: 1,
    label: '2025-10',
    start: new Date('2025-10-01T00:00:00Z'),
    end: new Date('2025-11-01T00:00:00Z'),
  });
  expect(await tracker.getCostByPeriod('2025-09')).toMatchObject({ total: 0.0015, calls: 1 });
  expect(await tracker.getCost({ agent: 'nobody' })).toMatchObject({ total: 0, calls: 0 });
});

test('a month is reported by agent, model and day', async () => {
  await new MyAgent(stage.openai).myAgent('Now?');

  expect(String(await new CostTracker().generateReport('this_month'))).toBe(`\
Monthly Cost Report (2025-10)
================================
Total: $0.003

By Agent:
  myAgent: $0.003 (100%)

By Model:
  gpt-4o: $0.003 (100%)

By Day:
  2025-10-03: $0.0015
  2025-10-04: $0.0015`);
});

test('a call can be priced without being made, at the prices of a date', () => {
  const tracker = new CostTracker();
  const call = { model: 'gpt-4o', inputTokens: 100, outputTokens: 50 };

  expect(tracker.calculateCost({ ...call, at: new Date('2024-09-01') })).toMatchObject({ usd: '0.00125' });
  expect(tracker.calculateCost(call)).toMatchObject({ usd: '0.00075', status: 'exact' });
});
