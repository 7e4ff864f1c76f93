import { run } from '@kagura/cli';
import { CostTracker } from '@kagura/observability';
import { pass, stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { CommandLineAgents } from './command-line';

const WORK_MS = 15;

let stage: Stage;
let agents: CommandLineAgents;

beforeEach(async () => {
  stopClock('2025-10-04T10:30:00Z');
  stage = await startStage({
    server: {
      answer: ({ model }) => {
        const small = model === 'gpt-4o-mini';
        pass(small ? 215 : 1_200);
        return small
          ? { text: 'AI stands for Artificial Intelligence...', inputTokens: 120, outputTokens: 85 }
          : { text: 'Done.', inputTokens: 118, outputTokens: 18 };
      },
    },
  });
  const work = (text: string): string => {
    pass(WORK_MS);
    return text;
  };
  agents = new CommandLineAgents(stage.openai, { render: work, parse: work });
});

afterEach(() => stage.close());

async function kagura(...argv: string[]): Promise<string> {
  await stage.kagura.flush();
  const printed = { stdout: '', stderr: '' };
  const exitCode = await run([...argv, '--db', stage.database], {
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    env: {},
    cwd: process.cwd(),
    now: () => new Date(),
  });
  expect({ exitCode, stderr: printed.stderr }).toEqual({ exitCode: 0, stderr: '' });
  return printed.stdout;
}

test('stats lists the agents, most calls first', async () => {
  for (const query of ['What is AI?', 'Why?', 'How?']) await agents.myAgent(query);
  await expect(agents.myAgent('Really? [[error 500]]')).rejects.toThrow('500');
  for (const task of ['Task 1', 'Task 2']) await agents.expensiveAgent(task);

  expect(await kagura('stats')).toBe(`\
Agent Statistics
================
my_agent:
  Total calls: 4
  Success rate: 75%
  Avg latency: 188ms
  P95 latency: 245ms
  Total cost: $0.000207

expensive_agent:
  Total calls: 2
  Success rate: 100%
  Avg latency: 1,200ms
  P95 latency: 1,200ms
  Total cost: $0.00095
`);
});

test('cost lists agents and models, largest first', async () => {
  await agents.myAgent('What is AI?');
  await agents.expensiveAgent('Task 1');

  expect(await kagura('cost', '--period', 'this_month')).toBe(`\
Cost Report (2025-10)
=====================
Total: $0.000544

By Agent:
  expensive_agent: $0.000475 (87.3%)
  my_agent:        $0.000069 (12.7%)

By Model:
  gpt-4o:      $0.000475 (87.3%)
  gpt-4o-mini: $0.000069 (12.7%)
`);
});

test('cost tells what is left of the month, and what it may come to', async () => {
  await new CostTracker().setBudget('monthly', { limitUsd: 0.0006, mode: 'warn' });
  await agents.myAgent('What is AI?');
  await agents.expensiveAgent('Task 1');

  const [, blocks] = /^.*\n=+\n(.*)$/s.exec(await kagura('cost')) ?? [];
  expect(blocks).toBe(`\
Total: $0.000544

By Agent:
  expensive_agent: $0.000475 (87.3%)
  my_agent:        $0.000069 (12.7%)

By Model:
  gpt-4o:      $0.000475 (87.3%)
  gpt-4o-mini: $0.000069 (12.7%)

Budget: $0.0006
Remaining: $0.000056 ⚠️
Forecast: $0.00491 by 2025-10-31 (linear run rate, no promise)
`);
});

test('trace shows when the model was called, what it was asked and what it answered', async () => {
  await agents.myAgent('Before?');
  await agents.expensiveAgent('Between');
  jest.setSystemTime(new Date('2025-10-04T10:30:15Z'));
  await agents.myAgent('What is AI?');

  expect(await kagura('trace', 'my_agent', '--last')).toBe(`\
Trace: my_agent (2025-10-04 10:30:15)
=====================================
Duration: 245ms
Status: Success
Cost: $0.000069

Timeline:
  0ms    → Start
  15ms   → LLM call start
  230ms  → LLM call end
  245ms  → End

Prompt (120 tokens):
  What is AI?

Response (85 tokens):
  AI stands for Artificial Intelligence...
`);
});
