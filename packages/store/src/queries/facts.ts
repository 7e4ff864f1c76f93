import type { CallFilter, SpanKind } from '@kagura/core';
import { connection, type Database } from '../database';
import type { SqliteNames } from '../driver';
import { aggregates, type Measure } from '../measures';
import { DAYS, HOURS, type Rollup } from '../rollup';
import { answersFromSpans, conditionsOf, type FilterKey, parametersOf } from './filter';
import { type Interval, planRange, type RangePlan, spansOf } from './range-plan';

/** Which spans are meant: those of one kind that start in the range and match the filter. */
export interface FactsScope {
  readonly kind: SpanKind;
  readonly filter: CallFilter;
  /** Asks more of each row than the filter does, which only the spans can answer. */
  readonly condition?: Condition | undefined;
}

/** SQL about a row of `spans` that is called `call`. */
export interface Condition {
  readonly sql: string;
  readonly parameters: SqliteNames;
}

export interface FactsColumns {
  readonly by: readonly FilterKey[];
  readonly measures: readonly Measure[];
}

/** One `SELECT` for each interval, all of the same columns. */
export interface Selection {
  readonly sql: readonly string[];
  readonly parameters: SqliteNames;
}

/**
 * Sums by the given keys: whole days and hours from the rollups, the rest from `span_fact`. No row without calls. An
 * empty text in a key stands for none.
 *
 * @throws StoreError
 */
export function readFacts<Row>(database: Database, scope: FactsScope, columns: FactsColumns): Row[] {
  const { by, measures } = columns;
  const plan = planOf(scope);
  const wanted = [...by, ...measures].join(', ');
  const sums = selectSums(scope, plan, wanted);
  const edges = selectEdges(scope, plan, wanted);
  const rows = [...sums.sql, ...edges.sql];
  if (rows.length === 0) return [];
  const grouping = by.length > 0 ? `GROUP BY ${by.join(', ')}` : 'HAVING count(*) > 0';
  const sql = `SELECT ${[...by, aggregates(measures)].join(', ')} FROM (${rows.join(' UNION ALL ')}) ${grouping}`;
  return database[connection].all(sql, { ...sums.parameters, ...edges.parameters });
}

/** From the sums as far as they can answer. */
export function planOf({ filter, condition }: FactsScope): RangePlan {
  return condition || answersFromSpans(filter) ? spansOf(filter) : planRange(filter);
}

/** Rows of the rollups in the scope. */
export function selectSums({ kind, filter }: FactsScope, plan: RangePlan, columns: string): Selection {
  const where = ['', ...conditionsOf(kind, filter)].join(' AND ');
  const parts = [partsOf(DAYS, plan.days), partsOf(HOURS, plan.hours)].flat();
  return {
    sql: parts.map((part) => `SELECT ${columns} FROM ${part.from}${where}`),
    parameters:
      parts.length > 0 ? Object.assign(parametersOf(filter), ...parts.map(({ bounds }) => bounds)) : {},
  };
}

/** Rows of `span_fact` in the scope. */
export function selectEdges(scope: FactsScope, plan: RangePlan, columns: string): Selection {
  const { kind, filter, condition } = scope;
  if (plan.edges.length === 0) return { sql: [], parameters: {} };
  const parameters: SqliteNames = { ...parametersOf(filter), ...condition?.parameters };
  const sql = plan.edges.map(({ from, to }, index) => {
    parameters[`from${index}`] = from;
    parameters[`to${index}`] = to;
    const where = [
      ...rangeOf(filter, index),
      ...conditionsOf(kind, filter),
      ...(condition ? [condition.sql] : []),
    ];
    return `SELECT ${columns} FROM span_fact AS call WHERE ${where.join(' AND ')}`;
  });
  return { sql, parameters };
}

function partsOf({ table, time }: Rollup, intervals: readonly Interval[]) {
  return intervals.map(({ from, to }, index) => ({
    from: `${table} WHERE ${time} >= :${time}From${index} AND ${time} < :${time}To${index}`,
    bounds: { [`${time}From${index}`]: from, [`${time}To${index}`]: to },
  }));
}

function rangeOf({ tag }: CallFilter, index: number): string[] {
  const range = (column: string) => `${column} >= :from${index} AND ${column} < :to${index}`;
  if (!tag) return [range('start_us')];
  // The tags are kept by time as well: the sign leaves the range to them, so that no other span is read.
  return [
    range('+start_us'),
    `id IN (SELECT id FROM span_tag WHERE key = :tagKey AND value = :tagValue AND ${range('start_us')})`,
  ];
}
