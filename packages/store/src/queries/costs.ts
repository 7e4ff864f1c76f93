import {
  type CallFilter,
  type CostDimension,
  type CostGroup,
  type CostTotals,
  dayKey,
  dayRange,
  type TimeRange,
  type UnpricedModel,
} from '@kagura/core';
import { connection, type Database } from '../database';
import { COST_MEASURES, type CostFacts, costTotalsOf, NO_COST_FACTS } from './cost-facts';
import { type FactsScope, readFacts } from './facts';

export interface CostsOptions {
  readonly by: readonly CostDimension[];
  /** IANA time zone whose calendar days are meant. */
  readonly timeZone: string;
  readonly filter?: CallFilter | undefined;
}

/** What model calls cost, from one state of the database: the groups of each dimension add up to the totals. */
export interface Costs {
  readonly totals: CostTotals;
  /** Largest cost first, or earliest day first. Groups without calls are left out. */
  readonly groups: Readonly<Partial<Record<CostDimension, CostGroup[]>>>;
  /** Model calls without a price although there was something to price, most calls first. */
  readonly unpriced: UnpricedModel[];
}

/**
 * What the model calls that start in the range cost.
 *
 * @throws StoreError
 */
export function readCostTotals(database: Database, filter: CallFilter = {}): CostTotals {
  const columns = { by: [], measures: COST_MEASURES };
  const [facts] = readFacts<CostFacts>(database, modelCalls(filter), columns);
  return costTotalsOf(facts ?? NO_COST_FACTS);
}

/**
 * The same by agent, model, provider or calendar day.
 *
 * @throws StoreError
 */
export function readCosts(database: Database, { by, timeZone, filter = {} }: CostsOptions): Costs {
  return database[connection].snapshot(() => {
    // The sums of all dimensions come from these rows: the hours at the edges of the range are read only once.
    const rows = readFacts<CostRow>(database, modelCalls(filter), { by: KEYS, measures: ROW_MEASURES });
    const groupsOf = (dimension: CostDimension) =>
      dimension === 'day' ? readDays(database, timeZone, filter) : groupRows(rows, dimension);
    return {
      totals: costTotalsOf(addFacts(rows)),
      groups: Object.fromEntries(by.map((dimension) => [dimension, groupsOf(dimension)])),
      unpriced: unpricedOf(rows),
    };
  });
}

const KEYS = ['agent', 'model', 'provider'] as const;

const ROW_MEASURES = [...COST_MEASURES, 'unpriced_tokens'] as const;

type CostRow = CostFacts & UnpricedFacts & { readonly agent: string };

function groupRows(rows: readonly CostRow[], dimension: (typeof KEYS)[number]): CostGroup[] {
  return [...groupBy(rows, (row) => row[dimension])]
    .map(([key, group]) => ({ key: key || null, totals: costTotalsOf(addFacts(group)) }))
    .sort((a, b) => costOf(b) - costOf(a) || compareKeys(a.key, b.key));
}

function addFacts(rows: readonly CostFacts[]): CostFacts {
  const sums: Record<keyof CostFacts, number> = { ...NO_COST_FACTS };
  for (const row of rows) for (const measure of COST_MEASURES) sums[measure] += row[measure];
  return sums;
}

function unpricedOf(rows: readonly UnpricedFacts[]): UnpricedModel[] {
  const unpriced = rows.filter((row) => row.unpriced_calls > 0);
  return [...groupBy(unpriced, ({ model, provider }) => JSON.stringify([model, provider])).values()]
    .map((group) => ({
      model: group[0]?.model || null,
      provider: group[0]?.provider || null,
      calls: group.reduce((sum, row) => sum + row.unpriced_calls, 0),
      tokens: group.reduce((sum, row) => sum + row.unpriced_tokens, 0),
    }))
    .sort(
      (a, b) => b.calls - a.calls || compareKeys(a.model, b.model) || compareKeys(a.provider, b.provider),
    );
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

interface UnpricedFacts {
  readonly model: string;
  readonly provider: string;
  readonly unpriced_calls: number;
  readonly unpriced_tokens: number;
}

function modelCalls(filter: CallFilter): FactsScope {
  return { kind: 'model', filter };
}

/** Day by day, so that the days of a zone at a half hour are exact too; stretches without calls are skipped. */
function readDays(database: Database, timeZone: string, filter: CallFilter): CostGroup[] {
  const groups: CostGroup[] = [];
  let from = filter.start;
  for (;;) {
    const next = readNextCall(database, from);
    if (!next || (filter.end && next >= filter.end)) return groups;
    const key = dayKey(next, timeZone);
    const day = dayRange(key, timeZone);
    const totals = readCostTotals(database, { ...filter, ...overlap(day, filter) });
    if (totals.calls > 0) groups.push({ key, totals });
    from = day.end;
  }
}

/** An instant at or after the given one and not after the next model call. */
function readNextCall(database: Database, from: Date | undefined): Date | undefined {
  const hour = from ? Math.floor(from.getTime() / 3_600_000) * 3_600 : Number.MIN_SAFE_INTEGER;
  const row = database[connection].get<{ hour: number }>(
    "SELECT hour FROM rollup_hour WHERE hour >= ? AND kind = 'model' ORDER BY hour LIMIT 1",
    [hour],
  );
  if (!row) return undefined;
  const start = new Date(row.hour * 1_000);
  return from && from > start ? from : start;
}

function overlap(day: { readonly start: Date; readonly end: Date }, range: TimeRange): TimeRange {
  return {
    start: range.start && range.start > day.start ? range.start : day.start,
    end: range.end && range.end < day.end ? range.end : day.end,
  };
}

function costOf(group: CostGroup): number {
  return group.totals.nanoUsd ?? -1;
}

/** By code unit, as the same list must come out everywhere; no name comes last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
