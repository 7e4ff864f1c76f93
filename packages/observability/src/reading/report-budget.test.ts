import { writeFileSync } from 'node:fs';
import type { BudgetOptions } from '@kagura/core';
import { ledgerPathFor } from '@kagura/store';
import { CostReader } from './cost-reader';
import type { CostReport } from './cost-report';
import { seedLedger } from './test/ledger-spending';
import { SeededStore } from './test/seeded-store';
import { invocation, modelCall, priced } from './test/span-records';

const CENT = 10_000_000;
const NOW = '2025-10-15T12:00:00Z';

let store: SeededStore;

beforeEach(() => {
  const agent = invocation('expensive_agent');
  store = new SeededStore([agent, modelCall('gpt-4o', { inside: agent, ...priced(8_542 * CENT) })]);
});

afterEach(() => {
  store.remove();
});

function spend(period: string, cents: number, options: Partial<BudgetOptions> = {}): void {
  seedLedger(store.path, NOW, { limitUsd: 100, period, settled: [cents * CENT], ...options });
}

function report(period = 'this_month', timeZone = 'UTC'): Promise<CostReport> {
  return new CostReader(store.source(timeZone, NOW)).generateReport(period);
}

test("a report with a budget is the RFC's, byte for byte", async () => {
  spend('monthly', 8_542);
  expect(String(await report())).toBe(
    [
      'Monthly Cost Report (2025-10)',
      '================================',
      'Total: $85.42',
      '',
      'By Agent:',
      '  expensive_agent: $85.42 (100%)',
      '',
      'By Model:',
      '  gpt-4o: $85.42 (100%)',
      '',
      'By Day:',
      '  2025-10-04: $85.42',
      '',
      'Budget: $100.00',
      'Remaining: $14.58',
    ].join('\n'),
  );
});

test('the budget of a report has its numbers', async () => {
  seedLedger(store.path, NOW, {
    limitUsd: 100,
    period: 'monthly',
    settled: [8_542 * CENT],
    held: [5 * CENT],
  });
  expect((await report()).budget).toMatchObject({
    id: 'monthly',
    limit: 100,
    spent: 85.42,
    reserved: 0.05,
    remaining: 14.58,
    nanoUsd: { remaining: 1_458 * CENT },
    usedRatio: 0.8542,
    state: 'warn',
    resetsAt: new Date('2025-11-01T00:00:00Z'),
    forecast: { method: 'run_rate', at: new Date('2025-11-01T00:00:00Z') },
  });
});

test('without a ledger there is no budget, and none is made', async () => {
  expect((await report()).budget).toBeNull();
  spend('monthly', 0);
  expect((await report()).budget?.remaining).toBe(100);
});

test.each([
  ['daily', 'today'],
  ['weekly', 'this_week'],
  ['yearly', 'this_year'],
  ['monthly', '2025-10'],
  ['7d', '7d'],
])('a %s budget is that of the report on %s', async (period, asked) => {
  spend(period, 1);
  expect((await report(asked)).budget).toMatchObject({ limit: 100, spent: 0.01 });
});

test.each<[string, string, string, Partial<BudgetOptions>]>([
  ['another period', 'monthly', 'today', {}],
  ['a month that has ended', 'monthly', 'last_month', {}],
  ['another length', '24h', '7d', {}],
  ['only part of the calls', 'monthly', 'this_month', { agent: 'expensive_agent' }],
  ['only some tags', 'monthly', 'this_month', { tag: 'team=search' }],
  ['the month of another zone', 'monthly', 'this_month', { timeZone: 'Asia/Tokyo' }],
])('a budget for %s is not shown', async (_what, period, asked, options) => {
  spend(period, 1, options);
  expect((await report(asked)).budget).toBeNull();
});

test('of two budgets that fit, the one with less left is shown', async () => {
  spend('monthly', 50, { limitUsd: 1 });
  spend('monthly', 0, { limitUsd: 0.4, id: 'lower' });
  expect((await report()).budget).toMatchObject({ id: 'lower', remaining: 0.4 });
});

test('a ledger that cannot be read is told, and the costs are there', async () => {
  writeFileSync(
    ledgerPathFor(store.path),
    'not a database at all, but long enough to be told from one'.repeat(99),
  );
  const text = String(await report());
  expect(text).toContain('Total: $85.42');
  expect(text).toMatch(/\n\nBudget: unknown\. .*ledger\.db/);
});
