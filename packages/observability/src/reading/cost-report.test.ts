import type { SpanRecord } from '@kagura/core';
import { CostReader } from './cost-reader';
import type { CostReport } from './cost-report';
import { SeededStore } from './test/seeded-store';
import { invocation, modelCall, priced, unpriced } from './test/span-records';

const CENT = 10_000_000;

let store: SeededStore | undefined;

afterEach(() => {
  store?.remove();
  store = undefined;
});

function reportOn(
  spans: readonly SpanRecord[],
  period = 'this_month',
  timeZone = 'UTC',
): Promise<CostReport> {
  store = new SeededStore(spans);
  return new CostReader(store.source(timeZone, '2025-10-15T12:00:00Z')).generateReport(period);
}

/** Model calls of one agent. */
function callsOf(agent: string, ...costs: readonly number[]): SpanRecord[] {
  const outer = invocation(agent);
  return [outer, ...costs.map((nanoUsd) => modelCall('gpt-4o', { inside: outer, ...priced(nanoUsd) }))];
}

test("prints the RFC's report on the RFC's numbers", async () => {
  const report = await reportOn(callsOf('expensive_agent', 4_271 * CENT, 4_270 * CENT, CENT));
  expect(String(report)).toBe(
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
    ].join('\n'),
  );
  expect(report).toMatchObject({
    title: 'Monthly Cost Report (2025-10)',
    period: 'this_month',
    label: '2025-10',
    start: new Date('2025-10-01T00:00:00Z'),
    end: new Date('2025-11-01T00:00:00Z'),
    total: 85.42,
    totals: { calls: 3, nanoUsd: 8_542 * CENT, status: 'exact' },
    byDay: [{ key: '2025-10-04', total: 85.42, calls: 3 }],
    unpriced: [],
  });
});

test('every block adds up to the total, and its shares to 100', async () => {
  const report = await reportOn([
    ...callsOf('first', 1),
    ...callsOf('second', 1),
    modelCall('gpt-4o-mini', { at: '2025-10-05T10:00:00Z', ...priced(1) }),
  ]);
  expect(report.byAgent.map(({ key, nanoUsd, percent }) => [key, nanoUsd, percent])).toEqual([
    ['first', 1, 33.4],
    ['second', 1, 33.3],
    [null, 1, 33.3],
  ]);
  expect(report.byModel.map(({ key, nanoUsd, percent }) => [key, nanoUsd, percent])).toEqual([
    ['gpt-4o', 2, 66.7],
    ['gpt-4o-mini', 1, 33.3],
  ]);
  expect(report.byDay.map(({ key, nanoUsd }) => [key, nanoUsd])).toEqual([
    ['2025-10-04', 2],
    ['2025-10-05', 1],
  ]);
  expect(String(report)).toContain('  (no agent): $0.000000001 (33.3%)\n');
});

test('calls without a price make the total a lower bound, and are named', async () => {
  const report = await reportOn([
    ...callsOf('my_agent', 50 * CENT),
    modelCall('glm-5.2', { agent: 'my_agent', ...unpriced({ inputTokens: 1_000, outputTokens: 200 }) }),
  ]);
  expect(report.byModel.map(({ key, total, percent }) => [key, total, percent])).toEqual([
    ['gpt-4o', 0.5, 100],
    ['glm-5.2', null, null],
  ]);
  expect(report).toMatchObject({
    total: 0.5,
    totals: { status: 'partial', unpricedCalls: 1 },
    unpriced: [{ model: 'glm-5.2', provider: 'openai', calls: 1, tokens: 1_200 }],
  });
  expect(String(report)).toContain('\nTotal: ≥ $0.50\n');
  expect(String(report)).toContain('\n  glm-5.2: —\n');
  expect(String(report)).toContain('\n  glm-5.2  1 call, 1,200 tokens\n');
});

test('where nothing has a price, the total is unknown and there are no shares', async () => {
  const report = await reportOn([modelCall('glm-5.2', unpriced({ inputTokens: 1 }))]);
  expect(report.total).toBeNull();
  expect(report.byModel[0]?.percent).toBeNull();
  expect(String(report)).toContain('\nTotal: —\n');
});

test('a period without calls has a report without blocks', async () => {
  const report = await reportOn(callsOf('my_agent', CENT), '2025-09');
  expect(String(report)).toBe(
    'Monthly Cost Report (2025-09)\n================================\nTotal: $0.00',
  );
  expect(report.byAgent).toEqual([]);
});

test.each([
  ['UTC', '2025-10', ['2025-10-31']],
  ['Asia/Tokyo', '2025-11', ['2025-11-01']],
  ['Asia/Tokyo', '2025-10', []],
])('days are those of %s (%s)', async (timeZone, period, days) => {
  const call = modelCall('gpt-4o', { at: '2025-10-31T23:30:00Z', ...priced(CENT) });
  const report = await reportOn([call], period, timeZone);
  expect(report.byDay.map((day) => day.key)).toEqual(days);
});

test.each([
  ['today', 'Daily Cost Report (2025-10-15)'],
  ['2025-10-04', 'Daily Cost Report (2025-10-04)'],
  ['this_week', 'Weekly Cost Report (2025-W42)'],
  ['last_month', 'Monthly Cost Report (2025-09)'],
  ['this_year', 'Yearly Cost Report (2025)'],
  ['24h', 'Cost Report (24h)'],
  ['all', 'Cost Report (all)'],
])('the report on %s is called %s', async (period, title) => {
  expect((await reportOn([], period)).title).toBe(title);
});

test('an unknown period is refused', async () => {
  await expect(reportOn([], 'lst_month')).rejects.toThrow(/Unknown period "lst_month"/);
});
