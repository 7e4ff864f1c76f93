import { type AgentStats, type CallFilter, type CostTotals, dayKey, type SpanRecord } from '@kagura/core';
import fc from 'fast-check';
import { connection, type Database } from '../database';
import { pruneStore } from '../prune-store';
import { readCostGroups } from '../test/cost-groups';
import { invocation, modelCall, noPrice, price } from '../test/span-records';
import { cleanUp, store, temporaryDatabase } from '../test/temporary-store';
import { readAgentStats } from './agent-stats';
import { readCosts, readCostTotals } from './costs';
import { readUnpricedModels } from './unpriced-models';

afterEach(cleanUp);

// Clocks of New York go back on the first of these days, those of Lord Howe by half an hour on the second.
const DAYS = [Date.parse('2025-11-02T00:00:00Z'), Date.parse('2025-04-05T00:00:00Z')];
const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
];
const HOUR_MS = 3_600_000;

/** Instants in five days, some of them right at the full hour or at midnight. */
const instant = fc
  .tuple(
    fc.constantFrom(...DAYS),
    fc.oneof(fc.constantFrom(0, 24, 48, 72, 96), fc.nat({ max: 119 })),
    fc.oneof(fc.constant(0), fc.nat({ max: HOUR_MS - 1 })),
  )
  .map(([day, hours, rest]) => new Date(day + hours * HOUR_MS + rest));

const cost = fc.oneof(
  fc
    .record({ input: fc.nat(), cache_read: fc.nat(), output: fc.nat(), request: fc.nat() })
    .map((nano) => price(nano)),
  fc.nat().map((input) => price({ input }, { status: 'estimated' })),
  fc.nat().map((nanoUsd) => price({}, { nanoUsd, source: 'provider' })),
  fc.constant(noPrice()),
);

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const agent = fc.constantFrom('alpha', 'beta', 'gamma');

const name = (...names: readonly string[]) => fc.constantFrom(...names);

const shared = {
  startUs: fc.tuple(instant, fc.nat({ max: 999 })).map(([date, rest]) => date.getTime() * 1_000 + rest),
  durationUs: fc.nat({ max: 10_000_000 }),
  latencyTracked: fc.boolean(),
  status: fc.constantFrom('ok' as const, 'error' as const),
  service: fc.constantFrom('shop', 'bank'),
  environment: some(fc.constantFrom('test', 'live')),
  context: fc.record(
    {
      user: name('u1', 'u2'),
      session: name('s1', 's2'),
      tenant: name('t1', 't2'),
      tags: fc.record({ plan: name('free', 'paid'), 'a "b"': name('', 'Ü') }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
};

const usage = fc.record(
  { inputTokens: fc.nat(), cachedReadTokens: fc.nat(), outputTokens: fc.nat(), reasoningTokens: fc.nat() },
  { requiredKeys: [] },
);

const record = fc.oneof(
  fc.tuple(agent, fc.record(shared)).map(([name, fields]) => invocation(name, fields)),
  fc
    .record({
      ...shared,
      agent: some(agent),
      model: some(fc.constantFrom('gpt-4o', 'claude-sonnet-5')),
      provider: some(fc.constantFrom('openai', 'anthropic')),
      usage: some(usage),
      cost: some(cost),
    })
    .map((fields) => modelCall(undefined, fields)),
);

const records = fc.array(record, { maxLength: 40 });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const filter: fc.Arbitrary<CallFilter> = fc.record({
  start: optional(instant),
  end: optional(instant),
  agent: optional(agent),
  model: optional(fc.constant('gpt-4o')),
  provider: optional(fc.constant('openai')),
  service: optional(fc.constant('shop')),
  environment: optional(fc.constant('live')),
});

/** From one full hour to another: with whole days, and with hours alone. */
const hours = fc
  .tuple(fc.constantFrom(...DAYS), fc.nat({ max: 119 }), fc.nat({ max: 119 }))
  .map(([day, from, to]) => ({ start: new Date(day + from * HOUR_MS), end: new Date(day + to * HOUR_MS) }));

const PERCENTILES = ['p50LatencyMs', 'p90LatencyMs', 'p95LatencyMs', 'p99LatencyMs'] as const;

function withoutPercentiles(stats: AgentStats): object {
  const none = Object.fromEntries(PERCENTILES.map((percentile) => [percentile, null]));
  return { ...stats, ...none, percentilesExact: null };
}

/** What only the spans can answer. */
const spanFilter: fc.Arbitrary<CallFilter> = fc
  .tuple(
    filter,
    fc.oneof(
      fc.record({ user: name('u1') }),
      fc.record({ session: name('s1'), tenant: optional(name('t1')) }),
      fc.record({ tenant: name('t1') }),
      fc.record({ status: fc.constantFrom('ok' as const, 'error' as const) }),
      fc.constantFrom({ tag: { key: 'plan', value: 'paid' } }, { tag: { key: 'a "b"', value: 'Ü' } }),
      fc.constant({ tag: { key: 'plan', value: 'paid' }, user: 'u1', status: 'error' as const }),
    ),
  )
  .map(([common, own]) => ({ ...common, ...own }));

const anyFilter = fc.oneof({ weight: 3, arbitrary: filter }, { weight: 2, arbitrary: spanFilter });

/** The records that a filter is about, one by one. */
function matching(all: readonly SpanRecord[], wanted: CallFilter): SpanRecord[] {
  const { start, end, tag, ...fields } = wanted;
  return all.filter(
    (span) =>
      (start === undefined || span.startUs >= start.getTime() * 1_000) &&
      (end === undefined || span.startUs < end.getTime() * 1_000) &&
      (tag === undefined || span.context.tags?.[tag.key] === tag.value) &&
      Object.entries(fields).every(
        ([key, value]) => value === undefined || Reflect.get({ ...span, ...span.context }, key) === value,
      ),
  );
}

const sum = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Sums over model calls, call by call. */
function totalsOf(calls: readonly SpanRecord[]): Partial<CostTotals> {
  const priced = calls.filter((call) => call.cost?.nanoUsd != null);
  const failed = calls.filter((call) => call.cost === null && call.status === 'error');
  const estimated = priced.filter((call) => call.cost?.status === 'estimated');
  const unpriced = calls.length - priced.length - failed.length;
  const isKnown = priced.length > 0 || calls.length === 0;
  const isSplit = isKnown && priced.every((call) => call.cost?.source !== 'provider');
  const share = (...kinds: readonly string[]) =>
    isSplit
      ? sum(
          priced
            .flatMap((call) => call.cost?.parts ?? [])
            .map((part) => (kinds.includes(part.kind) ? part.nanoUsd : 0)),
        )
      : null;
  const complete = estimated.length > 0 ? 'estimated' : 'exact';
  return {
    calls: calls.length,
    pricedCalls: priced.length,
    unpricedCalls: unpriced,
    estimatedCalls: estimated.length,
    failedCalls: failed.length,
    status: isKnown ? (unpriced > 0 ? 'partial' : complete) : 'unpriced',
    nanoUsd: isKnown ? sum(priced.map((call) => call.cost?.nanoUsd)) : null,
    inputNanoUsd: share('input', 'cache_read'),
    cachedReadNanoUsd: share('cache_read'),
    outputNanoUsd: share('output'),
    feesNanoUsd: share('request'),
    inputTokens: sum(calls.map((call) => call.usage?.inputTokens)),
    cachedReadTokens: sum(calls.map((call) => call.usage?.cachedReadTokens)),
    outputTokens: sum(calls.map((call) => call.usage?.outputTokens)),
    reasoningTokens: sum(calls.map((call) => call.usage?.reasoningTokens)),
  };
}

function groupBy<Key>(
  calls: readonly SpanRecord[],
  keyOf: (call: SpanRecord) => Key,
): Map<Key, SpanRecord[]> {
  const groups = new Map<Key, SpanRecord[]>();
  for (const call of calls) groups.set(keyOf(call), [...(groups.get(keyOf(call)) ?? []), call]);
  return groups;
}

/** The same percentile by the definition of nearest rank. */
function percentile(durations: readonly number[], percent: number): number | null {
  const sorted = [...durations].sort((a, b) => a - b);
  const smallest = sorted.find((_, index) => (index + 1) * 100 >= percent * sorted.length);
  return smallest === undefined ? null : smallest / 1_000;
}

/** One file serves all runs: making it takes longer than all that is asked of it. */
function filled(database: Database, all: readonly SpanRecord[]): Database {
  for (const table of ['spans', 'span_tag', 'rollup_hour', 'rollup_day'])
    database[connection].run(`DELETE FROM ${table}`);
  store(database, all);
  return database;
}

describe('sums by the hour and the spans themselves', () => {
  it('agree about totals', () => {
    const database = temporaryDatabase();
    fc.assert(
      fc.property(records, anyFilter, (all, wanted) => {
        const calls = matching(all, wanted).filter(({ kind }) => kind === 'model');
        filled(database, all);
        const { totals, unpriced } = readCosts(database, { by: [], timeZone: 'UTC', filter: wanted });
        expect(totals).toMatchObject(totalsOf(calls));
        expect(readCostTotals(database, wanted)).toEqual(totals);
        const reasons = readUnpricedModels(database, wanted);
        expect(sum(reasons.map((model) => model.calls))).toBe(totalsOf(calls).unpricedCalls);
        expect(sum(unpriced.map((model) => model.calls))).toBe(totalsOf(calls).unpricedCalls);
      }),
    );
  });

  it.each(['agent', 'model', 'provider'] as const)('agree about groups by %s', (by) => {
    const database = temporaryDatabase();
    fc.assert(
      fc.property(records, anyFilter, (all, wanted) => {
        const calls = matching(all, wanted).filter(({ kind }) => kind === 'model');
        const groups = readCostGroups(filled(database, all), { by, timeZone: 'UTC', filter: wanted });
        const expected = groupBy(calls, (call) => call[by]);
        expect(groups).toHaveLength(expected.size);
        for (const { key, totals } of groups) expect(totals).toMatchObject(totalsOf(expected.get(key) ?? []));
      }),
    );
  });

  it('agree about calendar days in any zone', () => {
    const database = temporaryDatabase();
    fc.assert(
      fc.property(records, anyFilter, fc.constantFrom(...ZONES), (all, wanted, timeZone) => {
        const calls = matching(all, wanted).filter(({ kind }) => kind === 'model');
        const groups = readCostGroups(filled(database, all), { by: 'day', timeZone, filter: wanted });
        const expected = groupBy(calls, (call) =>
          dayKey(new Date(Math.floor(call.startUs / 1_000)), timeZone),
        );
        expect(groups.map(({ key }) => key)).toEqual([...expected.keys()].sort());
        for (const { key, totals } of groups) {
          expect(totals).toMatchObject(totalsOf(expected.get(key ?? '') ?? []));
        }
      }),
    );
  });

  it('agree about agents', () => {
    const database = temporaryDatabase();
    fc.assert(
      fc.property(records, anyFilter, (all, random) => {
        const wanted = { ...random, model: undefined, provider: undefined };
        const found = matching(all, wanted);
        const stats = readAgentStats(filled(database, all), wanted);
        expect(new Set(stats.map((entry) => entry.agent))).toEqual(new Set(found.map((call) => call.agent)));
        for (const entry of stats) {
          const kind = entry.agent === null ? 'model' : 'agent';
          const calls = found.filter((call) => call.agent === entry.agent && call.kind === kind);
          const durations = calls.filter((call) => call.latencyTracked).map((call) => call.durationUs);
          expect(entry).toMatchObject({
            totalCalls: calls.length,
            errors: calls.filter((call) => call.status === 'error').length,
            p50LatencyMs: percentile(durations, 50),
            p95LatencyMs: percentile(durations, 95),
            p99LatencyMs: percentile(durations, 99),
            maxLatencyMs: percentile(durations, 100),
            percentilesExact: true,
            cost: totalsOf(found.filter((call) => call.agent === entry.agent && call.kind === 'model')),
          });
        }
      }),
    );
  });

  it('agree about everything when the spans are gone, about percentiles within 1 %', async () => {
    const database = temporaryDatabase();
    await fc.assert(
      fc.asyncProperty(records, hours, async (all, range) => {
        filled(database, all);
        const before = readAgentStats(database, range);
        await pruneStore(database, { olderThanDays: 0, now: new Date('2026-01-01') });
        const after = readAgentStats(database, range);
        expect(after.map(withoutPercentiles)).toEqual(before.map(withoutPercentiles));
        for (const [index, entry] of after.entries()) {
          for (const percentile of PERCENTILES) {
            const exact = before[index]?.[percentile] ?? 0;
            expect(Math.abs((entry[percentile] ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.01);
          }
        }
      }),
    );
  });
});
