import type { CallFilter, SpanKind } from '@kagura/core';
import { connection, type Database } from '../database';
import type { SqliteNames } from '../driver';
import { aggregates, type Measure } from '../measures';
import type { RangePlan } from './range-plan';

type FilterKey = 'agent' | 'model' | 'provider' | 'service' | 'environment';

const FILTER_KEYS: readonly FilterKey[] = ['agent', 'model', 'provider', 'service', 'environment'];

/** Which spans are meant: those of one kind that start in the range and match the filter. */
export interface FactsScope {
  readonly plan: RangePlan;
  readonly kind: SpanKind;
  readonly filter: CallFilter;
  /** Asks more of each row than the filter does; the plan must then have no whole hours. */
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

/**
 * Sums by the given keys: whole hours from `rollup_hour`, the rest from `span_fact`. No row without calls. An empty
 * text in a key stands for none.
 *
 * @throws StoreError
 */
export function readFacts<Row>(database: Database, scope: FactsScope, columns: FactsColumns): Row[] {
  const { by, measures } = columns;
  const rows = [
    selectHours(scope, [...by, ...measures].join(', ')),
    selectEdges(scope, [...by, ...measures].join(', ')),
  ].filter((sql) => sql !== '');
  if (rows.length === 0) return [];
  const grouping = by.length > 0 ? `GROUP BY ${by.join(', ')}` : 'HAVING count(*) > 0';
  const sql = `SELECT ${[...by, aggregates(measures)].join(', ')} FROM (${rows.join(' UNION ALL ')}) ${grouping}`;
  return database[connection].all(sql, parametersOf(scope));
}

/** Rows of `rollup_hour` in the scope; an empty text where the plan has no whole hours. */
export function selectHours({ plan, kind, filter }: FactsScope, columns: string): string {
  if (plan.hours.from >= plan.hours.to) return '';
  const where = ['hour >= :fromHour', 'hour < :toHour', ...conditionsOf(kind, filter)].join(' AND ');
  return `SELECT ${columns} FROM rollup_hour WHERE ${where}`;
}

/** Rows of `span_fact` in the scope; an empty text where the plan has no edges. */
export function selectEdges({ plan, kind, filter, condition }: FactsScope, columns: string): string {
  return plan.edges
    .map((_, index) => {
      const range = [`start_us >= :from${index}`, `start_us < :to${index}`];
      const where = [...range, ...conditionsOf(kind, filter), condition?.sql ?? 'true'].join(' AND ');
      return `SELECT ${columns} FROM span_fact AS call WHERE ${where}`;
    })
    .join(' UNION ALL ');
}

/** For the selections above. */
export function parametersOf({ plan, filter, condition }: FactsScope): SqliteNames {
  const parameters: SqliteNames = { ...condition?.parameters };
  if (plan.hours.from < plan.hours.to) {
    parameters.fromHour = plan.hours.from;
    parameters.toHour = plan.hours.to;
  }
  for (const [index, edge] of plan.edges.entries()) {
    parameters[`from${index}`] = edge.from;
    parameters[`to${index}`] = edge.to;
  }
  for (const key of FILTER_KEYS) {
    const value = filter[key];
    if (value !== undefined) parameters[key] = value;
  }
  return parameters;
}

function conditionsOf(kind: SpanKind, filter: CallFilter): string[] {
  const set = FILTER_KEYS.filter((key) => filter[key] !== undefined);
  return [`kind = '${kind}'`, ...set.map((key) => `${key} = :${key}`)];
}
