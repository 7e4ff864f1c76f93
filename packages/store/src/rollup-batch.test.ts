import { LatencyHistogram, type SpanRecord } from '@kagura/core';
import fc from 'fast-check';
import { connection, type Database } from './database';
import { MERGE_BYTES, ofParts } from './latency-parts';
import { DAYS, HOURS, type Rollup } from './rollup';
import { expectSumsOfSpans } from './test/integrity';
import { invocation, modelCall, noPrice, price, spanRecord } from './test/span-records';
import { cleanUp, databaseWith, store, temporaryDatabase } from './test/temporary-store';

// Properties that write many databases.
jest.setTimeout(60_000);

afterEach(cleanUp);

const DAY_US = 86_400_000_000;
function latencyCounts(database: Database, { table }: Rollup): number[] {
  return database[connection]
    .all<{ latency: Uint8Array | null }>(`SELECT latency FROM ${table}`)
    .map(({ latency }) => (latency ? ofParts(latency).count : 0));
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

// Three days around the epoch: rounding must go down on both sides of it.
const times = {
  startUs: fc.integer({ min: -1.5 * DAY_US, max: 1.5 * DAY_US }),
  durationUs: fc.nat({ max: 10_000_000 }),
  latencyTracked: fc.boolean(),
  status: fc.constantFrom('ok' as const, 'error' as const),
};

const record: fc.Arbitrary<SpanRecord> = fc.oneof(
  fc.record({ ...times, usageMissing: fc.boolean() }).map((fields) => invocation('alpha', fields)),
  fc.record(times).map((fields) => spanRecord(fields)),
  fc
    .record({
      ...times,
      agent: fc.constantFrom(null, 'a', 'ab', 'b'),
      model: fc.constantFrom(null, 'b', 'bc', 'c'),
      usage: fc.option(
        fc.record(
          { inputTokens: fc.nat(), outputTokens: fc.nat(), cacheWriteTokens: fc.nat() },
          { requiredKeys: [] },
        ),
        { nil: null },
      ),
      cost: fc.oneof(
        fc.constant(null),
        fc.constant(noPrice()),
        fc
          .record({ input: fc.nat(), cache_write: fc.nat(), output: fc.nat(), web_search: fc.nat() })
          .map((nano) => price(nano)),
        fc.nat().map((nanoUsd) => price({}, { nanoUsd, source: 'provider', status: 'estimated' })),
      ),
    })
    .map((fields) => modelCall(undefined, fields)),
);

it.each([HOURS, DAYS])('sums what the view tells of the spans: $table', (rollup) => {
  const database = temporaryDatabase();
  fc.assert(
    fc.property(fc.array(fc.array(record, { maxLength: 20 }), { maxLength: 4 }), (batches) => {
      for (const table of ['spans', 'rollup_hour', 'rollup_day'])
        database[connection].run(`DELETE FROM ${table}`);
      for (const batch of batches) store(database, batch);
      expectSumsOfSpans(database);
      const tracked = batches.flat().filter(({ latencyTracked }) => latencyTracked);
      expect(total(latencyCounts(database, rollup))).toBe(tracked.length);
    }),
  );
});

it('keeps names apart that read the same one after the other', () => {
  const database = databaseWith([
    modelCall(undefined, { agent: 'ab', model: 'c' }),
    modelCall(undefined, { agent: 'a', model: 'bc' }),
    modelCall(undefined, { agent: 'a\0b', model: 'c' }),
  ]);
  expect(database[connection].all('SELECT agent, model, calls FROM rollup_day')).toHaveLength(3);
});

it.each([HOURS, DAYS])(
  'keeps the latencies of many batches within the size of a page: $table',
  ({ table }) => {
    const database = temporaryDatabase();
    const durations = Array.from({ length: 3_000 }, (_, index) => (index * 7_919) % 1_000_000);
    for (let start = 0; start < durations.length; start += 10) {
      store(
        database,
        durations.slice(start, start + 10).map((durationUs) => invocation('alpha', { durationUs })),
      );
    }
    const expected = new LatencyHistogram();
    for (const duration of durations) expected.add(duration);
    const [row] = database[connection].all<{ latency: Uint8Array }>(`SELECT latency FROM ${table}`);
    expect(ofParts(row?.latency ?? new Uint8Array()).toBytes()).toEqual(expected.toBytes());
    expect(row?.latency.length).toBeLessThan(MERGE_BYTES + expected.toBytes().length);
  },
);
