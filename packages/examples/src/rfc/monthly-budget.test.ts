import { observeClient } from '@kagura/observability';
import { stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { monthlyBudget } from './monthly-budget';

/** At 2.5 and 10 dollars for a million tokens: $0.8542 a call. */
const ANSWER = { text: 'Done.', inputTokens: 141_680, outputTokens: 50_000 };

let stage: Stage;
let lines: string[];

beforeEach(async () => {
  stopClock('2025-10-04T10:30:15Z');
  lines = [];
  stage = await startStage({ server: { answer: () => ANSWER } });
  observeClient(stage.openai);
});

afterEach(() => stage.close());

const run = (tasks?: number) =>
  monthlyBudget({ openai: stage.openai, print: (line) => lines.push(line) }, tasks);

test('the month is reported with its budget and what remains of it', async () => {
  await run();
  expect(lines).toEqual([
    `\
Monthly Cost Report (2025-10)
================================
Total: $85.42

By Agent:
  expensive_agent: $85.42 (100%)

By Model:
  gpt-4o: $85.42 (100%)

By Day:
  2025-10-04: $85.42

Budget: $100.00
Remaining: $14.58`,
  ]);
});

test('when the budget is used up, the next call is not sent', async () => {
  await run(200);

  expect(lines[0]).toMatch(/^Budget exceeded: Budget "monthly" of \$100\.00 per month: \$9\d\.\d+ spent/);
  const { calls = 0 } = stage.server.usage.get('gpt-4o') ?? {};
  expect(stage.server.requests).toHaveLength(calls);
  const total = /^Total: \$(.*)$/m.exec(lines[1] ?? '')?.[1];
  expect(Number(total)).toBeCloseTo(calls * 0.8542, 2);
  expect(Number(total)).toBeLessThanOrEqual(100);
});
