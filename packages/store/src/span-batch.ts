import type { SpanRecord } from '@kagura/core';
import type { Connection } from './connection';
import type { SqliteStatement } from './driver';
import { RollupBatch } from './rollups';
import { INSERT_CONTENT, INSERT_SPAN, spanValues } from './span-row';
import { SQLITE, sqliteCode } from './sqlite-code';

export interface BatchOutcome {
  /** Rows that are in the database now. Rows that already were are among them. */
  readonly written: number;
  /** Errors of rows that can never be written; the rest of the batch does not suffer from them. */
  readonly rejections: readonly unknown[];
}

/** Writes the records and what they add to the sums, in one transaction. Errors are SQLite's own. */
export function writeBatch(connection: Connection, records: readonly SpanRecord[]): BatchOutcome {
  return connection.transaction('BEGIN IMMEDIATE', () => {
    const rejections: unknown[] = [];
    const rollups = new RollupBatch();
    const lastId = readLastId(connection);
    const statements = {
      span: connection.statement(INSERT_SPAN),
      content: connection.statement(INSERT_CONTENT),
    };
    for (const record of records) {
      try {
        if (insert(statements, record)) rollups.add(record);
      } catch (error) {
        if (!isFaultOfRow(error)) throw error;
        rejections.push(error);
      }
    }
    rollups.write(connection, lastId);
    return { written: records.length - rejections.length, rejections };
  });
}

/** False for a row that is there already. */
function insert(
  statements: { readonly span: SqliteStatement; readonly content: SqliteStatement },
  record: SpanRecord,
): boolean {
  const { changes, lastInsertRowid } = statements.span.run(...spanValues(record));
  if (Number(changes) === 0) return false;
  const { content } = record;
  if (content && (content.input !== null || content.output !== null)) {
    statements.content.run(lastInsertRowid, content.input, content.output);
  }
  return true;
}

function readLastId(connection: Connection): number {
  const row = connection.statement('SELECT ifnull(max(id), 0) AS id FROM spans').get() as { id: number };
  return row.id;
}

/** A value that SQLite cannot take, as opposed to a database that cannot be written to. */
function isFaultOfRow(error: unknown): boolean {
  const code = sqliteCode(error);
  if (code === undefined) return true;
  return code === SQLITE.CONSTRAINT || code === SQLITE.MISMATCH || code === SQLITE.TOOBIG;
}
