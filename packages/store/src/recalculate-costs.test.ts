import { calculateCost, type PriceOverride, priceStoredCall, type SpanRecord } from '@kagura/core';
import fc from 'fast-check';
import { COST_COLUMNS } from './cost-row';
import { connection, type Database } from './database';
import { openDatabase } from './open-database';
import { pruneStore } from './prune-store';
import { readCostTotals } from './queries/costs';
import { type RecalculateOptions, recalculateCosts } from './recalculate-costs';
import { expectSumsOfSpans } from './test/integrity';
import { invocation, microseconds, modelCall, noPrice } from './test/span-records';
import { cleanUp, databaseWith, store, temporaryDatabase } from './test/temporary-store';

// Properties that write many databases.
jest.setTimeout(60_000);

afterEach(cleanUp);

const OWN: readonly PriceOverride[] = [
  { model: 'gpt-4o', inputUsdPerMillion: '1', outputUsdPerMillion: '2' },
  { model: 'in-house', inputUsdPerMillion: '0.000001', outputUsdPerMillion: '3', from: '2025-10-02' },
];

/** A call that is priced when it is recorded, as a program with these prices would. */
function recorded(call: Partial<SpanRecord>, overrides: readonly PriceOverride[]): SpanRecord {
  const record = modelCall(undefined, call);
  const cost = calculateCost(
    {
      ...record.billing,
      provider: record.provider,
      model: record.model,
      usage: record.usage ?? {},
      at: new Date(record.startUs / 1000),
      partial: record.usageSource === 'partial',
      reportedCostUsd: record.cost?.reportedNanoUsd && record.cost.reportedNanoUsd / 1e9,
    },
    { overrides },
  );
  return { ...record, cost };
}

function pricedWith(overrides: readonly PriceOverride[]): Pick<RecalculateOptions, 'price'> {
  return { price: (stored) => priceStoredCall(stored, { overrides }) };
}

/** The costs of all calls, in the order of their ids. */
function costsOf(database: Database): unknown[] {
  return database[connection].all(`SELECT ${COST_COLUMNS.join(', ')} FROM spans ORDER BY span_id`);
}

const day = (date: number) => microseconds(`2025-10-0${date}T00:00:00Z`);

const call: fc.Arbitrary<Partial<SpanRecord>> = fc
  .record({
    spanId: fc.stringMatching(/^[0-9a-f]{16}$/),
    model: fc.constantFrom('gpt-4o', 'in-house', 'claude-sonnet-4-5'),
    provider: fc.constantFrom('openai', 'gcp.vertex_ai', null),
    agent: fc.constantFrom(null, 'alpha'),
    startUs: fc.integer({ min: day(1), max: day(4) }),
    usage: fc.record({ inputTokens: fc.nat({ max: 1e6 }), outputTokens: fc.nat({ max: 1e6 }) }),
    usageSource: fc.constantFrom('reported' as const, 'partial' as const),
    billing: fc.constantFrom(null, { serviceTier: 'batch' }, { location: 'us-east5' }),
    reportedNanoUsd: fc.constantFrom(undefined, 123_456_789),
  })
  .map(({ reportedNanoUsd, ...fields }) => ({ ...fields, cost: noPrice({ reportedNanoUsd }) }));

const calls = fc.uniqueArray(call, { selector: ({ spanId }) => spanId, maxLength: 40 });

it('gives the costs that the calls would have if they were recorded anew, and sums that are those of the spans', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (all) => {
      const database = databaseWith(all.map((fields) => recorded(fields, [])));
      const anew = databaseWith(all.map((fields) => recorded(fields, OWN)));
      await recalculateCosts(database, pricedWith(OWN));
      expect(costsOf(database)).toEqual(costsOf(anew));
      expectSumsOfSpans(database);
      expect(readCostTotals(database)).toEqual(readCostTotals(anew));
      cleanUp();
    }),
    { numRuns: 60 },
  );
});

describe('a recalculation', () => {
  const unknown = (fields: Partial<SpanRecord> = {}) => recorded({ model: 'in-house', ...fields }, []);

  it('says old and new totals by model, and changes nothing in a dry run', async () => {
    const database = databaseWith([recorded({}, []), unknown(), unknown()]);
    const before = costsOf(database);
    const options = pricedWith(OWN);
    const expected = [
      {
        model: 'in-house',
        provider: 'openai',
        calls: 2,
        changed: 2,
        oldNanoUsd: null,
        newNanoUsd: 2 * 150_001,
        unpricedBefore: 2,
        unpricedAfter: 0,
      },
      {
        model: 'gpt-4o',
        provider: 'openai',
        calls: 1,
        changed: 1,
        oldNanoUsd: 750_000,
        newNanoUsd: 200_000,
        unpricedBefore: 0,
        unpricedAfter: 0,
      },
    ];
    expect(await recalculateCosts(database, { ...options, dryRun: true })).toEqual(expected);
    expect(costsOf(database)).toEqual(before);
    expect(await recalculateCosts(database, options)).toEqual(expected);
    expect(await recalculateCosts(database, options)).toMatchObject([{ changed: 0 }, { changed: 0 }]);
  });

  it('keeps the sums of what was pruned', async () => {
    const startUs = microseconds('2025-10-04T01:45:00Z');
    const database = databaseWith([recorded({}, []), recorded({ startUs }, [])]);
    await pruneStore(database, { olderThanDays: 1, now: new Date('2025-10-05T01:40:00Z') });
    await recalculateCosts(database, pricedWith(OWN));
    expect(readCostTotals(database)).toMatchObject({ calls: 2, nanoUsd: 750_000 + 200_000 });
  });

  it('prices every call when there are more than fit into one transaction', async () => {
    const startUs = day(3);
    const many = Array.from({ length: 2_500 }, () => unknown({ startUs }));
    const database = databaseWith(many);
    expect(await recalculateCosts(database, pricedWith(OWN))).toMatchObject([
      { calls: 2_500, changed: 2_500 },
    ]);
    expect(readCostTotals(database)).toMatchObject({ pricedCalls: 2_500, nanoUsd: 2_500 * 150_001 });
    expectSumsOfSpans(database);
  });

  it.each([
    [{ model: 'gpt-4o' }, 2],
    [{ provider: 'azure.ai.openai' }, 1],
    [{ unpricedOnly: true }, 1],
    [{ startUs: day(5) }, 1],
    [{ endUs: day(5), model: 'gpt-4o' }, 1],
    [{}, 3],
  ])('of %j is about %d calls', async (filter, expected) => {
    const azure = { provider: 'azure.ai.openai', startUs: day(5) };
    const database = databaseWith([recorded({}, []), recorded(azure, []), unknown()]);
    const models = await recalculateCosts(database, { ...pricedWith(OWN), filter });
    expect(models.reduce((sum, { calls }) => sum + calls, 0)).toBe(expected);
  });

  it('leaves alone what was not to be priced, what failed unused, and what is no call', async () => {
    const database = databaseWith([
      invocation('alpha'),
      modelCall(undefined, { cost: noPrice({ reason: 'disabled' }) }),
      modelCall(undefined, { status: 'error', usage: null, usageSource: null, cost: null }),
    ]);
    expect(await recalculateCosts(database, pricedWith(OWN))).toEqual([]);
  });

  it('keeps the provider’s figure where it was preferred, with ours beside it', async () => {
    const preferred = { source: 'provider', reportedNanoUsd: 900, calculatedNanoUsd: 750_000 } as const;
    const cost = noPrice({ ...preferred, nanoUsd: 900, status: 'exact', reason: undefined });
    const database = databaseWith([modelCall(undefined, { cost })]);
    await recalculateCosts(database, pricedWith(OWN));
    expect(costsOf(database)).toMatchObject([
      { cost_nano: 900, cost_source: 'provider', reported_nano: 900, calculated_nano: 200_000 },
    ]);
  });

  it('of calls that others write meanwhile leaves theirs and the sums right', async () => {
    const database = temporaryDatabase();
    store(
      database,
      Array.from({ length: 1_500 }, () => unknown()),
    );
    const other = openDatabase({ path: database.path });
    const work = recalculateCosts(database, pricedWith(OWN));
    store(other, [unknown(), unknown()]);
    await work;
    other.close();
    expect(readCostTotals(database)).toMatchObject({ calls: 1_502, unpricedCalls: 2 });
    expectSumsOfSpans(database);
  });
});
