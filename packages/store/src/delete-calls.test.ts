import type { SpanRecord } from '@kagura/core';
import fc from 'fast-check';
import { connection, type Database } from './database';
import { type DeleteCallsOptions, deleteCalls } from './delete-calls';
import { ofParts } from './latency-parts';
import { DIMENSIONS, SUMMED_MEASURES } from './measures';
import { openDatabase } from './open-database';
import { pruneStore } from './prune-store';
import { readTrace } from './queries/traces';
import { runNode } from './test/run-node';
import { invocation, microseconds, modelCall, newId } from './test/span-records';
import { cleanUp, databaseWith, temporaryFolder } from './test/temporary-store';

// Properties that make two databases a run.
jest.setTimeout(60_000);

afterEach(cleanUp);

const DAY = '2025-10-04T00:00:00Z';
const HOUR_US = 3_600_000_000;
const TABLES = ['spans', 'span_content', 'span_tag', 'rollup_hour', 'rollup_day'];

const record: fc.Arbitrary<SpanRecord> = fc
  .record({
    agent: fc.constantFrom('alpha', 'beta'),
    isModel: fc.boolean(),
    startUs: fc
      .tuple(fc.nat(50), fc.nat(1_000))
      .map(([hour, rest]) => microseconds(DAY) + hour * HOUR_US + rest),
    durationUs: fc.nat(5_000_000),
    status: fc.constantFrom('ok' as const, 'error' as const),
    latencyTracked: fc.boolean(),
    traceId: fc.constantFrom('1', '2').map((digit) => digit.repeat(32)),
    context: fc.record(
      {
        user: fc.constantFrom('ada', 'bob'),
        session: fc.constantFrom('s1', 's2'),
        tags: fc.record({ plan: fc.constantFrom('free', 'a"\u{1F600}', '\ud800') }),
      },
      { requiredKeys: [] },
    ),
    content: fc.constantFrom(null, { input: '["hi"]', output: null }),
  })
  .map(({ agent, isModel, ...fields }) =>
    isModel ? modelCall(undefined, { agent, ...fields }) : invocation(agent, fields),
  );

const records = fc.array(record, { maxLength: 30 });

const selection: fc.Arbitrary<DeleteCallsOptions> = fc.constantFrom(
  { user: 'ada' },
  { session: 's2' },
  { traceId: '1'.repeat(32) },
);

function isMeant({ user, session, traceId }: DeleteCallsOptions, span: SpanRecord): boolean {
  if (traceId !== undefined) return span.traceId === traceId;
  return user === undefined ? span.context.session === session : span.context.user === user;
}

/** Everything in a table, without the ids of rows. */
function contentOf(database: Database, table: string): unknown[] {
  const rows = database[connection].all<Record<string, unknown>>(`SELECT * FROM ${table}`);
  return rows
    .map(({ id, latency, ...row }) => JSON.stringify([row, countsOf(latency as Uint8Array | undefined)]))
    .sort();
}

/** A histogram in the form that there is one of. */
function countsOf(latency: Uint8Array | null | undefined): number[] | null {
  return latency ? [...ofParts(latency).toBytes()] : null;
}

it('leaves what would be there if the calls had never been made', async () => {
  await fc.assert(
    fc.asyncProperty(records, selection, async (all, wanted) => {
      const left = all.filter((span) => !isMeant(wanted, span));
      const database = databaseWith(all);
      expect(await deleteCalls(database, wanted)).toMatchObject({ spans: all.length - left.length });
      const expected = databaseWith(left);
      for (const table of TABLES) expect(contentOf(database, table)).toEqual(contentOf(expected, table));
      cleanUp();
    }),
    { numRuns: 30 },
  );
});

it('subtracts from sums whose other spans were pruned', async () => {
  await fc.assert(
    fc.asyncProperty(records, selection, fc.nat(50), async (all, wanted, hours) => {
      const database = databaseWith(all);
      // In the middle of an hour, so that one of them loses a part of its spans.
      const cut = microseconds(DAY) + hours * HOUR_US + 500;
      await pruneStore(database, { olderThanDays: 0, now: new Date(cut / 1_000) });
      await deleteCalls(database, wanted);
      const expected = databaseWith(
        all.filter(
          (span) => !(isMeant(wanted, span) && Math.round(span.startUs) >= Math.floor(cut / 1_000) * 1_000),
        ),
      );
      for (const table of ['rollup_hour', 'rollup_day'])
        expect(sumsOf(database, table)).toEqual(sumsOf(expected, table));
      cleanUp();
    }),
    { numRuns: 30 },
  );
});

/** The sums of a rollup and how many latencies it counts. */
function sumsOf(database: Database, table: string): unknown[] {
  const time = table === 'rollup_hour' ? 'hour' : 'day';
  const keys = [time, ...DIMENSIONS].join(', ');
  return database[connection]
    .all<{ latency: Uint8Array | null }>(
      `SELECT ${keys}, ${SUMMED_MEASURES.join(', ')}, latency FROM ${table} ORDER BY ${keys}`,
    )
    .map(({ latency, ...row }) => ({
      ...row,
      latency: countsOf(latency),
    }));
}

it('takes thousands of spans of one hour', async () => {
  const traceId = newId(32);
  const others = Array.from({ length: 10 }, () => modelCall(undefined));
  const own = Array.from({ length: 2_500 }, () => modelCall(undefined, { traceId }));
  const database = databaseWith([...own, ...others]);
  expect(await deleteCalls(database, { traceId })).toEqual({ spans: 2_500, traces: 1 });
  expect(readTrace(database, traceId)).toBeUndefined();
  expect(database[connection].all('SELECT calls, cost_nano FROM rollup_day')).toEqual([
    { calls: 10, cost_nano: 7_500_000 },
  ]);
});

it('counts in a dry run what would go, and changes nothing', async () => {
  const context = { user: 'ada' };
  const database = databaseWith([
    modelCall(undefined, { context }),
    modelCall(undefined, { context }),
    modelCall(undefined),
  ]);
  expect(await deleteCalls(database, { user: 'ada', dryRun: true })).toEqual({ spans: 2, traces: 2 });
  expect(contentOf(database, 'spans')).toHaveLength(3);
});

it('leaves no trace of a prompt in the files', async () => {
  const path = `${temporaryFolder()}/kagura.db`;
  const script = `
    const { readFileSync, existsSync } = require('node:fs');
    const database = store.openDatabase({ path: args[0] });
    const writer = new store.SpanWriter(database);
    const content = { input: 'my secret number is 4711', output: null };
    for (const user of ['ada', 'bob']) writer.add(records.modelCall(undefined, { context: { user }, content: { ...content, input: user + content.input } }));
    writer.close();
    store.deleteCalls(database, { user: 'ada' }).then(() => {
      const files = [args[0], args[0] + '-wal'].filter(existsSync).map((file) => readFileSync(file, 'latin1')).join('');
      console.log(files.includes('adamy secret'), files.includes('bobmy secret'));
    });`;
  expect(await runNode(script, [path])).toBe('false true\n');
});

it.each([{}, { user: 'a', session: 'b' }, { traceId: 'abcd' }, { traceId: `${'1'.repeat(31)}x` }])(
  'refuses %p',
  async (options) => {
    const database = databaseWith([modelCall(undefined)]);
    await expect(deleteCalls(database, options)).rejects.toMatchObject({ code: 'KAGURA_CONFIGURATION' });
    const reader = openDatabase({ path: database.path, readOnly: true });
    expect(contentOf(reader, 'spans')).toHaveLength(1);
    reader.close();
  },
);
