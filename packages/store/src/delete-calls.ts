import { ConfigurationError } from '@kagura/core';
import { CHUNK_ROWS, inChunks } from './chunks';
import type { Connection } from './connection';
import { connection, type Database } from './database';
import { deleteRows } from './delete-rows';
import type { SqliteValue } from './driver';
import { readPrunedBefore } from './pruned-before';
import { rebuildDay, rebuildHour, subtractFromHour } from './rollup-repair';
import { idBytes } from './span-id';

/** Which calls go: exactly one of the first three. */
export interface DeleteCallsOptions {
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  /** All 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
  /**
   * Counts what would go, and changes nothing.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;
}

export interface DeleteCallsResult {
  /** Spans that went, with their inputs and outputs, and out of every sum. */
  readonly spans: number;
  /** Traces that they belong to. */
  readonly traces: number;
}

interface Selection {
  readonly where: string;
  readonly value: SqliteValue;
}

const LOG_WAIT_MS = 100;

/**
 * Deletes every span of a session, a user or a trace, and takes it out of the sums, in transactions of at most 1,000.
 * What is deleted is overwritten in the file. Copies elsewhere, such as a backup, are not touched.
 *
 * @throws ConfigurationError unless exactly one of `session`, `user` and `traceId` is given.
 * @throws StoreError `KAGURA_DB_LOCKED` while another program keeps writing for ten seconds.
 */
export async function deleteCalls(
  database: Database,
  options: DeleteCallsOptions,
): Promise<DeleteCallsResult> {
  const selection = selectionOf(options);
  const found = count(database, selection);
  if (options.dryRun || found.spans === 0) return found;
  const opened = database[connection];
  let spans = 0;
  opened.exec('PRAGMA secure_delete = ON');
  try {
    await inChunks(database, () => {
      const rows = deleteOfOneHour(opened, selection);
      spans += rows;
      return rows > 0;
    });
  } finally {
    opened.exec('PRAGMA secure_delete = OFF');
  }
  // The log still has the pages from before. A reader may need them: then they go with the next checkpoint.
  opened.withBusyTimeout(LOG_WAIT_MS, () => opened.get('PRAGMA wal_checkpoint(TRUNCATE)'));
  return { ...found, spans };
}

function selectionOf({ session, user, traceId }: DeleteCallsOptions): Selection {
  const given = Object.entries({ session, user, traceId }).filter(([, value]) => value !== undefined);
  const [only, another] = given;
  if (!only || another) {
    throw new ConfigurationError('Calls are deleted by one of session, user and traceId: give exactly one.');
  }
  if (traceId === undefined) return { where: `${only[0]} = ?`, value: only[1] ?? '' };
  if (!/^[0-9a-f]{32}$/i.test(traceId)) {
    throw new ConfigurationError(
      `A trace is deleted by all 32 hexadecimal digits of its id, not '${traceId}'.`,
    );
  }
  return { where: 'trace_id = ?', value: idBytes(traceId) };
}

function count(database: Database, { where, value }: Selection): DeleteCallsResult {
  const sql = `SELECT count(*) AS spans, count(DISTINCT trace_id) AS traces FROM spans WHERE ${where}`;
  return database[connection].get<DeleteCallsResult>(sql, [value]) as DeleteCallsResult;
}

/** The first of the rows that start within one hour: only that hour's sums are then made anew. */
function deleteOfOneHour(opened: Connection, { where, value }: Selection): number {
  const rows = opened.all<{ id: number; hour: number; day: number }>(
    `SELECT id, hour, day FROM span_fact WHERE ${where} ORDER BY start_us LIMIT ?`,
    [value, CHUNK_ROWS],
  );
  const [first] = rows;
  if (!first) return 0;
  const { hour, day } = first;
  const ids = rows.filter((row) => row.hour === hour).map(({ id }) => id);
  const prunedBefore = readPrunedBefore(opened) ?? Number.NEGATIVE_INFINITY;
  const isPruned = hour * 1_000_000 < prunedBefore;
  if (isPruned) subtractFromHour(opened, ids);
  deleteRows(opened, ids);
  if (!isPruned) rebuildHour(opened, hour);
  rebuildDay(opened, day);
  return ids.length;
}
