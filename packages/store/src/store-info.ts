import { statSync } from 'node:fs';
import { connection, type Database } from './database';
import { dateOf } from './microseconds';

/** What is in a database, and what it takes on disk. */
export interface StoreInfo {
  readonly path: string;
  /** Size of the file itself. */
  readonly bytes: number;
  /** Size of the log beside it that is not copied back yet, 0 where there is none. */
  readonly walBytes: number;
  /** Bytes in the file that deleted rows left and new rows will take. */
  readonly freeBytes: number;
  /** Bytes of all recorded inputs and outputs. */
  readonly contentBytes: number;
  readonly spans: number;
  readonly traces: number;
  /** Start of the first span that is kept. */
  readonly firstAt: Date | null;
  /** Start of the latest span. */
  readonly lastAt: Date | null;
  readonly schemaVersion: number;
  readonly sqliteVersion: string;
}

interface InfoRow {
  readonly freeBytes: number;
  readonly contentBytes: number;
  readonly spans: number;
  readonly traces: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly schemaVersion: number;
  readonly sqliteVersion: string;
}

/** The length in bytes is in a row's header: what is long is not read for it. */
const INFO = `
  SELECT
    (SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size) AS freeBytes,
    (SELECT ifnull(sum(ifnull(octet_length(input), 0) + ifnull(octet_length(output), 0)), 0)
      FROM span_content) AS contentBytes,
    (SELECT count(*) FROM spans) AS spans,
    (SELECT count(DISTINCT trace_id) FROM spans) AS traces,
    (SELECT min(start_us) FROM spans) AS first,
    (SELECT max(start_us) FROM spans) AS last,
    (SELECT user_version FROM pragma_user_version) AS schemaVersion,
    sqlite_version() AS sqliteVersion`;

/**
 * Counts every span: about a second for ten million.
 *
 * @throws StoreError
 */
export function storeInfo(database: Database): StoreInfo {
  const { path } = database;
  const { first, last, ...row } = database[connection].get<InfoRow>(INFO) as InfoRow;
  return {
    path,
    bytes: sizeOf(path),
    walBytes: sizeOf(`${path}-wal`),
    ...row,
    firstAt: first === null ? null : dateOf(first),
    lastAt: last === null ? null : dateOf(last),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
