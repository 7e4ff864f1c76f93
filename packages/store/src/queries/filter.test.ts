import { connection, type Database } from '../database';
import { modelCall } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readCostTotals } from './costs';

afterEach(cleanUp);

/** How SQLite goes about the statements that the body runs. */
function plansOf(database: Database, body: () => unknown): string {
  const opened = database[connection];
  const all = jest.spyOn(opened, 'all');
  body();
  const calls = all.mock.calls;
  all.mockRestore();
  return calls
    .flatMap(([sql, parameters]) => opened.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters))
    .map(({ detail }) => detail)
    .join('\n');
}

it.each([
  [{ user: 'ada' }, 'INDEX spans_by_user (user=? AND start_us>? AND start_us<?)'],
  [{ session: 's1' }, 'INDEX spans_by_session (session=? AND start_us>? AND start_us<?)'],
  [{ tenant: 't1' }, 'INDEX spans_by_tenant (tenant=? AND start_us>? AND start_us<?)'],
  [{ status: 'error' as const }, 'INDEX errors_by_start (start_us>? AND start_us<?)'],
  [
    { tag: { key: 'plan', value: 'paid' } },
    'SEARCH span_tag USING PRIMARY KEY (key=? AND value=? AND start_us>? AND start_us<?)',
  ],
])('%j is answered through an index of its own', (filter, index) => {
  const database = databaseWith([modelCall(undefined)]);
  const range = { start: new Date('2025-01-01'), end: new Date('2026-01-01') };
  const plan = plansOf(database, () => readCostTotals(database, { ...filter, ...range }));
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/SCAN spans|spans_by_start/);
});

it('takes texts as they are', () => {
  const tags = { "it's": 'a "quoted" \\ value' };
  const database = databaseWith([
    modelCall(undefined, { context: { user: "' OR 1=1 --", tags } }),
    modelCall(undefined),
  ]);
  expect(readCostTotals(database, { user: "' OR 1=1 --" }).calls).toBe(1);
  expect(readCostTotals(database, { tag: { key: "it's", value: 'a "quoted" \\ value' } }).calls).toBe(1);
  expect(readCostTotals(database, { tag: { key: "it's", value: 'another' } }).calls).toBe(0);
});
