import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliRun, runCli } from '../test/run-cli';
import { type SeededDatabase, seedDatabase } from '../test/seeded-database';
import { seedBudget } from '../test/seeded-ledger';
import { twoAgents } from '../test/two-agents';

const CENT = 10_000_000;

let seeded: SeededDatabase;
let ledger: string;

beforeEach(() => {
  seeded = seedDatabase(twoAgents());
  ledger = join(seeded.folder, '.kagura', 'ledger.db');
});

afterEach(() => {
  seeded.remove();
});

function kagura(line: string): Promise<CliRun> {
  return runCli(line.split(' '), { cwd: seeded.folder });
}

test('kagura cost prints budget and rest after its blocks, and what the month may come to', async () => {
  seedBudget(seeded.path, { period: 'monthly', limitUsd: 100, settled: 9_787 * CENT });
  expect(await kagura('cost --period this_month')).toEqual({
    exitCode: 0,
    stdout: `Cost Report (2025-10)
=====================
Total: $97.87

By Agent:
  expensive_agent: $85.42 (87.3%)
  my_agent:        $12.45 (12.7%)

By Model:
  gpt-4o:      $85.42 (87.3%)
  gpt-4o-mini: $12.45 (12.7%)

Budget: $100.00
Remaining: $2.13 ⚠️
Forecast: $114.49 by 2025-10-31 (linear run rate, no promise)
`,
    stderr: '',
  });
});

test('the JSON has the same budget as that of kagura budget', async () => {
  seedBudget(seeded.path, { period: 'monthly', limitUsd: 100, settled: 9_787 * CENT, held: CENT });
  const cost = JSON.parse((await kagura('cost --json')).stdout);
  const { budgets } = JSON.parse((await kagura('budget --json')).stdout).data;
  expect(cost.data.budget).toMatchObject({ id: 'monthly', remaining_usd: 2.13, reserved_usd: 0.01 });
  expect(budgets).toEqual([cost.data.budget]);
});

test.each([
  ['cost --agent my_agent', 'Budget: $20.00'],
  ['cost --agent my_agent --period today', 'Budget: $5.00'],
  ['cost --agent my_agent --model gpt-4o-mini', undefined],
  ['cost --agent expensive_agent', undefined],
  ['cost', undefined],
  ['cost --agent my_agent --status ok', undefined],
  ['cost --agent my_agent --period last_month', undefined],
  ['cost --agent my_agent --since 2025-10-01', undefined],
])('%s shows %s of the budgets of one agent', async (line, expected) => {
  seedBudget(seeded.path, { period: 'monthly', limitUsd: 20, agent: 'my_agent' });
  seedBudget(seeded.path, { period: 'daily', limitUsd: 5, agent: 'my_agent' });
  const { exitCode, stdout } = await kagura(line);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').find((text) => text.startsWith('Budget:'))).toBe(expected);
});

test('a report without a ledger makes none', async () => {
  expect((await kagura('cost')).stdout).not.toContain('Budget');
  expect(existsSync(ledger)).toBe(false);
});

test('budgets of the configuration file are in the report', async () => {
  writeFileSync(
    join(seeded.folder, 'kagura.config.json'),
    JSON.stringify({ budgets: [{ period: 'monthly', limitUsd: 100 }] }),
  );
  expect((await kagura('cost')).stdout).toContain('\n\nBudget: $100.00\nRemaining: $100.00\n');
});

test('what is wrong with the budgets is said in their place, and the costs are there', async () => {
  writeFileSync(ledger, 'no database at all, but text '.repeat(200));
  const { exitCode, stdout } = await kagura('cost');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Total: $97.87\n');
  expect(stdout).toMatch(/\n\nBudget: unknown\. .*ledger\.db/);
  const { data, warnings } = JSON.parse((await kagura('cost --json')).stdout);
  expect(data.budget).toBeNull();
  expect(warnings).toEqual([expect.stringMatching(/^Budget: unknown\. .*ledger\.db/)]);
});
