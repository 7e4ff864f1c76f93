import type { Cost, StoredSpan } from '@kagura/core';
import { CHUNK_ROWS, inChunks } from './chunks';
import type { Connection } from './connection';
import { COST_COLUMNS, costValues } from './cost-row';
import { connection, type Database } from './database';
import type { SqliteNames, SqliteValue } from './driver';
import { type RecalculatedModel, RecalculationTally } from './recalculation-tally';
import { shiftSums } from './shift-sums';
import { type SpanRow, spanOf } from './span-row';

/** Which model calls are priced again. Every given field must match. */
export interface RecalculationFilter {
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** Microseconds since the epoch: calls that start at this moment or later. */
  readonly startUs?: number | undefined;
  /** Calls that start before this moment. */
  readonly endUs?: number | undefined;
  /**
   * Leaves calls alone that have a price.
   *
   * @default false
   */
  readonly unpricedOnly?: boolean | undefined;
}

export interface RecalculateOptions {
  /** @default every model call */
  readonly filter?: RecalculationFilter | undefined;
  /** What a stored call costs now. It is asked for the price of the call's own time. */
  readonly price: (stored: StoredSpan) => Cost;
  /**
   * Says what would change, and changes nothing.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;
}

interface Repriced {
  readonly id: number;
  readonly values: readonly SqliteValue[];
}

interface Position {
  readonly afterUs: number;
  readonly afterId: number;
}

/** Calls that were not to be priced stay so, and those that failed before anything was used cost nothing to know. */
const IS_PRICED = `kind = 'model' AND ifnull(cost_reason, '') <> 'disabled'
  AND (status = 'ok' OR input_tokens IS NOT NULL OR output_tokens IS NOT NULL)`;

const UPDATE = `UPDATE spans SET ${COST_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;

/**
 * Prices stored model calls again and moves the sums by what changes, in transactions of at most 1,000 calls. Calls
 * that are recorded meanwhile are left as they are. What the sums hold of pruned calls stays.
 *
 * @returns calls, old and new totals of each model, the most calls first
 * @throws StoreError `KAGURA_DB_LOCKED` while another program keeps writing for ten seconds; and whatever `price` throws,
 *   with the calls that were written before it keeping their new costs.
 */
export async function recalculateCosts(
  database: Database,
  { filter = {}, price, dryRun = false }: RecalculateOptions,
): Promise<readonly RecalculatedModel[]> {
  const tally = new RecalculationTally();
  const select = selectionOf(database, filter);
  let position: Position = { afterUs: Number.MIN_SAFE_INTEGER, afterId: 0 };
  for (;;) {
    const rows = select(position);
    const last = rows.at(-1);
    if (!last) return tally.models();
    position = { afterUs: last.start_us, afterId: last.id };
    const repriced = rows.flatMap((row) => reprice(row, price, tally));
    if (!dryRun && repriced.length > 0) await write(database, repriced);
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The next calls after a position, read without holding up writers. */
function selectionOf(
  database: Database,
  { model, provider, startUs, endUs, unpricedOnly }: RecalculationFilter,
): (position: Position) => readonly SpanRow[] {
  const opened = database[connection];
  const newest = opened.get<{ id: number | null }>('SELECT max(id) AS id FROM spans')?.id ?? 0;
  const conditions = [
    IS_PRICED,
    'id <= :newest',
    '(start_us, id) > (:afterUs, :afterId)',
    ...(model === undefined ? [] : ['model = :model']),
    ...(provider === undefined ? [] : ['provider = :provider']),
    ...(startUs === undefined ? [] : ['start_us >= :startUs']),
    ...(endUs === undefined ? [] : ['start_us < :endUs']),
    ...(unpricedOnly === true ? ['cost_nano IS NULL'] : []),
  ];
  // Nothing is priced by its content, and it may be large.
  const sql = `SELECT *, NULL AS content_input, NULL AS content_output FROM spans
    WHERE ${conditions.join(' AND ')} ORDER BY start_us, id LIMIT ${CHUNK_ROWS}`;
  const given = Object.entries({ model, provider, startUs, endUs }).filter(
    ([, value]) => value !== undefined,
  );
  const parameters: SqliteNames = { newest, ...Object.fromEntries(given) };
  return (position) => opened.all<SpanRow>(sql, { ...parameters, ...position });
}

/** What is to be written of a call; nothing where all is as it was. */
function reprice(
  row: SpanRow,
  price: RecalculateOptions['price'],
  tally: RecalculationTally,
): readonly Repriced[] {
  const cost = price(spanOf(row));
  tally.add(row, cost);
  const values = costValues(cost);
  const stored: Readonly<Record<string, unknown>> = { ...row };
  const isSame = COST_COLUMNS.every((column, index) => stored[column] === values[index]);
  return isSame ? [] : [{ id: row.id, values }];
}

function write(database: Database, repriced: readonly Repriced[]): Promise<void> {
  return inChunks(database, (opened: Connection) => {
    const ids = repriced.map(({ id }) => id);
    shiftSums(opened, ids, () => {
      for (const { id, values } of repriced) opened.statement(UPDATE).run(...values, id);
    });
    return false;
  });
}
