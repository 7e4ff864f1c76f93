import type { SpanRecord } from '@kagura/core';
import type { Connection } from './connection';
import { deleteRows } from './delete-rows';
import type { SqliteValue } from './driver';
import { RollupBatch } from './rollup-batch';
import { INSERT_CONTENT, INSERT_SPAN, INSERT_TAGS, SPAN_COLUMNS, spanValues } from './span-row';
import { isDuplicate, SQLITE, sqliteCode } from './sqlite-code';

export interface BatchOutcome {
  /** Rows that are in the database now. Rows that already were are among them. */
  readonly written: number;
  /** Errors of rows that can never be written; the rest of the batch does not suffer from them. */
  readonly rejections: readonly unknown[];
}

/**
 * Writes the records and what they add to the sums, in one transaction, after waiting for the lock as long as
 * `transaction` does. Errors are SQLite's own.
 *
 * No statement here answers anything while all goes well: a worker thread that is terminated while the driver makes
 * an answer takes the process with it (see `driver.ts`).
 */
export function writeBatch(
  connection: Connection,
  records: readonly SpanRecord[],
  waitMs?: number,
): BatchOutcome {
  const write = () => {
    const rejections: unknown[] = [];
    const rollups = new RollupBatch();
    for (const record of records) {
      try {
        const row = spanValues(record);
        if (insert(connection, record, row)) rollups.add(record, row);
      } catch (error) {
        if (!isFaultOfRow(error)) throw error;
        rejections.push(error);
      }
    }
    rollups.write(connection);
    return { written: records.length - rejections.length, rejections };
  };
  return connection.transaction('BEGIN IMMEDIATE', write, waitMs);
}

const START = SPAN_COLUMNS.indexOf('start_us');
const TAGS = SPAN_COLUMNS.indexOf('tags');

/** False for a row that is there already. */
function insert(connection: Connection, record: SpanRecord, row: readonly SqliteValue[]): boolean {
  try {
    connection.statement(INSERT_SPAN).get(...row);
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
  const { input = null, output = null } = record.content ?? {};
  const { [START]: start = null, [TAGS]: tags = null } = row;
  try {
    if (input !== null || output !== null) connection.statement(INSERT_CONTENT).get(input, output);
    if (tags !== null) connection.statement(INSERT_TAGS).get(start, tags);
  } catch (error) {
    // All of a row or nothing of it: what is not in the sums must not be among the spans.
    if (isFaultOfRow(error)) deleteRows(connection, [lastInsertId(connection)]);
    throw error;
  }
  return true;
}

function lastInsertId(connection: Connection): number {
  const { id } = connection.statement('SELECT last_insert_rowid() AS id').get() as { id: number };
  return id;
}

/** A value that SQLite cannot take, as opposed to a database that cannot be written to. */
function isFaultOfRow(error: unknown): boolean {
  const code = sqliteCode(error);
  if (code === undefined) return true;
  return code === SQLITE.CONSTRAINT || code === SQLITE.MISMATCH || code === SQLITE.TOOBIG;
}
