import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readAgentStats, readCosts, readCostTotals, readLastTrace } from '@kagura/store';
import { generateSpans } from './generate-spans';
import { readSeedCommand, type SeedOptions } from './seed-options';
import { seedStore } from './seed-store';
import { SeedTotals } from './seed-totals';

const OPTIONS: SeedOptions = {
  spans: 3_000,
  days: 10,
  agents: 4,
  models: 3,
  seed: 42,
  end: new Date('2026-03-01T00:00:00Z'),
  content: false,
};

function generated(options: Partial<SeedOptions> = {}): SeedTotals {
  const totals = new SeedTotals();
  for (const span of generateSpans({ ...OPTIONS, ...options })) totals.add(span);
  return totals;
}

test('the same seed makes the same spans, and another one others', () => {
  const spans = (seed: number) => [...generateSpans({ ...OPTIONS, seed, spans: 500 })];

  expect(spans(42)).toEqual(spans(42));
  expect(spans(43)).not.toEqual(spans(42));
});

test('traces are of all agents and models, with failures, sessions and a price for each call', () => {
  const spans = [...generateSpans(OPTIONS)];
  const distinct = (values: readonly unknown[]) => new Set(values).size;
  const totals = generated();

  expect(distinct(spans.map(({ spanId }) => spanId))).toBe(3_000);
  expect(distinct(spans.map(({ traceId }) => traceId))).toBe(totals.traces);
  expect(distinct(spans.flatMap(({ model }) => model ?? []))).toBe(3);
  expect(distinct(spans.map(({ kind }) => kind))).toBe(4);
  expect(spans.every(({ usage, cost }) => (usage === null) === (cost === null))).toBe(true);
  expect(spans.every(({ cost }) => cost === null || cost.status === 'exact')).toBe(true);
  expect(spans.some(({ context }) => context.session && context.user && context.tags)).toBe(true);
  expect([...totals.agents.keys()].sort()).toEqual(['research', 'router', 'summarizer', 'support_bot']);
  expect(totals.errors).toBeGreaterThan(0);
});

test('spans lie within the days asked for', () => {
  const starts = [...generateSpans(OPTIONS)].map(({ startUs }) => startUs);
  const endUs = OPTIONS.end.getTime() * 1_000;

  expect(Math.min(...starts)).toBe(endUs - 10 * 86_400_000_000);
  expect(Math.max(...starts)).toBeGreaterThan(endUs - 3_600_000_000);
});

describe('the store', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kagura-seed-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('holds what was made up, to the token and the nano-dollar', () => {
    const path = join(folder, 'kagura.db');
    const totals = seedStore({ ...OPTIONS, database: path });
    const database = openDatabase({ path, readOnly: true });
    const costs = readCostTotals(database);
    const agents = readAgentStats(database).filter(({ agent }) => agent !== null);
    const { groups } = readCosts(database, { by: ['day'], timeZone: 'UTC' });
    const days = groups.day ?? [];
    database.close();

    expect(totals).toEqual(generated());
    expect(costs).toMatchObject({
      calls: totals.modelCalls,
      pricedCalls: totals.pricedCalls,
      nanoUsd: totals.nanoUsd,
      inputTokens: totals.inputTokens,
      outputTokens: totals.outputTokens,
    });
    expect(new Map(agents.map(({ agent, totalCalls }) => [agent, totalCalls]))).toEqual(totals.agents);
    expect(days.map(({ key }) => key)).toEqual(
      [19, 20, 21, 22, 23, 24, 25, 26, 27, 28].map((day) => `2026-02-${day}`),
    );
  });

  test('keeps inputs and outputs where asked to', () => {
    const path = join(folder, 'kagura.db');
    seedStore({ ...OPTIONS, spans: 50, content: true, database: path });
    const database = openDatabase({ path, readOnly: true });
    const content = readLastTrace(database)?.root.content;
    database.close();

    expect(content?.input?.length).toBeGreaterThan(400);
    expect(content?.output?.length).toBeGreaterThan(400);
  });

  test('is never written over', () => {
    const command = { ...OPTIONS, spans: 10, database: join(folder, 'kagura.db') };
    seedStore(command);

    expect(() => seedStore(command)).toThrow('exists');
  });
});

describe('the command line', () => {
  test('is read with defaults', () => {
    expect(readSeedCommand(['--db', 'x.db', '--spans', '1000', '--end', '2026-03-01T00:00:00Z'])).toEqual({
      database: 'x.db',
      spans: 1_000,
      days: 30,
      agents: 5,
      models: 3,
      seed: 42,
      end: OPTIONS.end,
      content: false,
    });
  });

  test.each([
    [[]],
    [['--db', 'x.db', '--spans', '0']],
    [['--db', 'x.db', '--models', '99']],
    [['--db', 'x.db', '--end', 'soon']],
    [['--db', 'x.db', '--spnas', '1']],
  ])('%j is refused', (argv) => {
    expect(() => readSeedCommand(argv)).toThrow(/Usage:|--spnas/);
  });
});
