import { connection, type Database } from './database';
import { openDatabase } from './open-database';
import { pruneStore } from './prune-store';
import { readAgentStats } from './queries/agent-stats';
import { readCostTotals } from './queries/costs';
import { storeInfo } from './store-info';
import { readCostGroups } from './test/cost-groups';
import { invocation, microseconds, modelCall } from './test/span-records';
import { cleanUp, databaseWith } from './test/temporary-store';

afterEach(cleanUp);

const NOW = new Date('2025-10-31T12:00:00Z');
const DAY_US = 86_400_000_000;

/** One invocation and its model call for each of so many days before `NOW`, oldest first. */
function daily(days: number, content: string | null = null) {
  return Array.from({ length: days }, (_, index) => {
    const startUs = microseconds(NOW) - (days - index) * DAY_US + 60_000_000;
    const context = { user: `user ${index % 2}`, tags: { plan: 'free' } };
    const run = invocation('alpha', { startUs, durationUs: (index + 1) * 1_000, context });
    return [
      run,
      modelCall(run, {
        startUs,
        context,
        content: content === null ? null : { input: content, output: null },
      }),
    ];
  }).flat();
}

function rowsOf(database: Database): Record<string, number> {
  const tables = ['spans', 'span_content', 'span_tag', 'rollup_hour', 'rollup_day'];
  const count = (table: string) => `(SELECT count(*) FROM ${table}) AS ${table}`;
  return database[connection].get(`SELECT ${tables.map(count).join(', ')}`) as Record<string, number>;
}

describe('by age', () => {
  it('takes old spans with all that belongs to them and keeps every sum', async () => {
    const database = databaseWith(daily(30, '["hello"]'));
    const days = readCostGroups(database, { by: 'day', timeZone: 'UTC' });
    const result = await pruneStore(database, { olderThanDays: 10, now: NOW });
    expect(result).toMatchObject({ spans: 40, prunedBefore: expect.any(Date) });
    expect(rowsOf(database)).toEqual({
      spans: 20,
      span_content: 10,
      span_tag: 20,
      rollup_hour: 60,
      rollup_day: 60,
    });
    expect(readCostTotals(database)).toMatchObject({ calls: 30, nanoUsd: 30 * 750_000 });
    expect(readCostGroups(database, { by: 'day', timeZone: 'UTC' })).toEqual(days);
    expect(storeInfo(database).firstAt?.getTime()).toBe(NOW.getTime() - 10 * 86_400_000 + 60_000);
  });

  it('leaves percentiles of all calls, which are then approximate', async () => {
    const database = databaseWith(daily(100));
    const [before] = readAgentStats(database);
    await pruneStore(database, { olderThanDays: 50, now: NOW });
    const [after] = readAgentStats(database);
    expect([before?.percentilesExact, after?.percentilesExact]).toEqual([true, false]);
    expect(after?.totalCalls).toBe(100);
    expect(Math.abs((after?.p50LatencyMs ?? 0) / (before?.p50LatencyMs ?? 1) - 1)).toBeLessThanOrEqual(0.01);
    const [recent] = readAgentStats(database, { start: new Date('2025-10-01T00:00:00Z') });
    expect(recent?.percentilesExact).toBe(true);
  });

  it('does nothing twice', async () => {
    const database = databaseWith(daily(30));
    await pruneStore(database, { olderThanDays: 10, now: NOW });
    expect(await pruneStore(database, { olderThanDays: 10, now: NOW })).toMatchObject({ spans: 0 });
  });
});

it('takes spans too whose tags another program has spoilt', async () => {
  const database = databaseWith(daily(3));
  database[connection].run("UPDATE spans SET tags = 'not JSON'");
  expect(await pruneStore(database, { olderThanDays: 0, now: NOW })).toMatchObject({ spans: 6 });
});

describe('by size', () => {
  it('takes the oldest until the rest fits', async () => {
    const database = databaseWith(daily(500, 'x'.repeat(5_000)));
    const result = await pruneStore(database, { maxBytes: 2_000_000, now: NOW });
    database[connection].get('PRAGMA wal_checkpoint(TRUNCATE)');
    const { bytes, freeBytes, spans, lastAt } = storeInfo(database);
    expect(bytes - freeBytes).toBeLessThanOrEqual(2_000_000);
    expect(bytes - freeBytes).toBeGreaterThan(1_500_000);
    expect(result.spans + spans).toBe(1_000);
    expect(lastAt?.getTime()).toBe(NOW.getTime() - 86_400_000 + 60_000);
    expect(readCostTotals(database).calls).toBe(500);
  });
});

it('counts in a dry run what would go, and changes nothing', async () => {
  const database = databaseWith(daily(30));
  const before = rowsOf(database);
  expect(await pruneStore(database, { olderThanDays: 10, now: NOW, dryRun: true })).toMatchObject({
    spans: 40,
    prunedBefore: null,
  });
  expect((await pruneStore(database, { maxBytes: 0, now: NOW, dryRun: true })).spans).toBe(60);
  expect(rowsOf(database)).toEqual(before);
});

it('lets others have their turn', async () => {
  const database = databaseWith(daily(2_000));
  const other = openDatabase({ path: database.path });
  const left: number[] = [];
  const watch = setInterval(() => {
    other[connection].run("INSERT INTO setting VALUES ('turn', '') ON CONFLICT DO UPDATE SET value = ''");
    left.push(rowsOf(other).spans ?? 0);
  }, 0);
  await pruneStore(database, { olderThanDays: 0, now: NOW });
  clearInterval(watch);
  other.close();
  expect(left.filter((rows) => rows > 0 && rows < 4_000).length).toBeGreaterThan(0);
  expect(rowsOf(database).spans).toBe(0);
});

it('waits for a lock without holding up the event loop', async () => {
  const database = databaseWith(daily(3));
  const other = openDatabase({ path: database.path });
  other[connection].exec('BEGIN IMMEDIATE');
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
    if (ticks === 3) other[connection].exec('ROLLBACK');
  }, 10);
  expect(await pruneStore(database, { olderThanDays: 0, now: NOW })).toMatchObject({ spans: 6 });
  clearInterval(ticking);
  other.close();
});

it.each([{}, { olderThanDays: -1 }, { maxBytes: Number.NaN }])('refuses %p', async (limits) => {
  const pruning = pruneStore(databaseWith([]), { ...limits, now: NOW });
  await expect(pruning).rejects.toMatchObject({ code: 'KAGURA_CONFIGURATION' });
});
