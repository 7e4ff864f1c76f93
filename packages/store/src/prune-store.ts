import { ConfigurationError } from '@kagura/core';
import { CHUNK_ROWS, inChunks } from './chunks';
import type { Connection } from './connection';
import { connection, type Database } from './database';
import { deleteRows } from './delete-rows';
import { dateOf } from './microseconds';
import { readPrunedBefore, writePrunedBefore } from './pruned-before';

export interface PruneOptions {
  /** Spans that started longer ago than this go. */
  readonly olderThanDays?: number | undefined;
  /** The oldest spans go until what is left takes no more than this; the file itself shrinks with `vacuumStore`. */
  readonly maxBytes?: number | undefined;
  /** The instant that days are counted back from. */
  readonly now: Date;
  /**
   * Counts what would go, and changes nothing.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;
}

export interface PruneResult {
  /** Spans that went, with their inputs and outputs; estimated in a dry run by size. */
  readonly spans: number;
  /** Bytes in the file that were freed for new rows; estimated in a dry run. */
  readonly bytes: number;
  /** Spans that started before this may be gone; `null` where none ever was. */
  readonly prunedBefore: Date | null;
}

interface Limits {
  /** Microseconds since the epoch. */
  readonly olderThan: number;
  readonly maxBytes: number;
}

interface Totals {
  readonly spans: number;
  readonly usedBytes: number;
}

const DAY_US = 86_400_000_000;

/** Fewer at a time are not worth a transaction. */
const FEWEST_ROWS = 50;

const TOTALS = `
  SELECT (SELECT count(*) FROM spans) AS spans,
    (page_count - freelist_count) * page_size AS usedBytes
  FROM pragma_page_count, pragma_freelist_count, pragma_page_size`;

/**
 * Deletes old spans, in transactions of at most 1,000. The sums stay: costs and statistics of whole hours are as they
 * were, percentiles within 1 %; single calls, traces and what only spans can answer (users, sessions, tenants, tags,
 * parts of an hour) are gone.
 *
 * @throws ConfigurationError without a limit, or with one that is no number of at least 0.
 * @throws StoreError `KAGURA_DB_LOCKED` while another program keeps writing for ten seconds.
 */
export async function pruneStore(database: Database, options: PruneOptions): Promise<PruneResult> {
  const limits = limitsOf(options);
  const before = readTotals(database);
  if (options.dryRun) return estimate(database, limits, before);
  const bytesPerSpan = before.usedBytes / Math.max(1, before.spans);
  let spans = 0;
  await inChunks(database, (opened) => {
    const excess = Math.ceil((readUsedBytes(opened) - limits.maxBytes) / bytesPerSpan);
    const rows = deleteOldest(opened, limits, excess);
    spans += rows;
    return rows > 0;
  });
  const bytes = Math.max(0, before.usedBytes - readTotals(database).usedBytes);
  return { spans, bytes, prunedBefore: prunedDate(database) };
}

/** Deletes the next rows that are too old, else the oldest while rows are in excess. */
function deleteOldest(opened: Connection, { olderThan }: Limits, excess: number): number {
  const rows = opened.all<{ id: number; start_us: number }>(
    'SELECT id, start_us FROM spans WHERE start_us < ? ORDER BY start_us LIMIT ?',
    [olderThan, CHUNK_ROWS],
  );
  const oldest =
    rows.length > 0 || excess <= 0
      ? rows
      : opened.all<{ id: number; start_us: number }>(
          'SELECT id, start_us FROM spans ORDER BY start_us LIMIT ?',
          [Math.min(CHUNK_ROWS, Math.max(FEWEST_ROWS, excess))],
        );
  const last = oldest.at(-1);
  if (!last) return 0;
  deleteRows(
    opened,
    oldest.map(({ id }) => id),
  );
  writePrunedBefore(opened, last.start_us + 1);
  return oldest.length;
}

function estimate(database: Database, { olderThan, maxBytes }: Limits, totals: Totals): PruneResult {
  const old = database[connection].get<{ rows: number }>(
    'SELECT count(*) AS rows FROM spans WHERE start_us < ?',
    [olderThan],
  );
  const bytesPerSpan = totals.usedBytes / Math.max(1, totals.spans);
  const excess = Math.ceil((totals.usedBytes - maxBytes) / bytesPerSpan);
  const spans = Math.min(totals.spans, Math.max(old?.rows ?? 0, excess));
  return { spans, bytes: Math.round(spans * bytesPerSpan), prunedBefore: prunedDate(database) };
}

function limitsOf({ olderThanDays, maxBytes, now }: PruneOptions): Limits {
  if (olderThanDays === undefined && maxBytes === undefined) {
    throw new ConfigurationError('Nothing is pruned without a limit: give olderThanDays or maxBytes.');
  }
  for (const [name, value] of Object.entries({ olderThanDays, maxBytes })) {
    if (value === undefined || value >= 0) continue;
    throw new ConfigurationError(`${name} must be a number of at least 0, but is ${value}.`);
  }
  return {
    olderThan:
      olderThanDays === undefined ? Number.MIN_SAFE_INTEGER : now.getTime() * 1_000 - olderThanDays * DAY_US,
    maxBytes: maxBytes ?? Number.POSITIVE_INFINITY,
  };
}

function readTotals(database: Database): Totals {
  return database[connection].get<Totals>(TOTALS) as Totals;
}

function readUsedBytes(opened: Connection): number {
  const row = opened.get<{ usedBytes: number }>(
    `SELECT (page_count - freelist_count) * page_size AS usedBytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  );
  return row?.usedBytes ?? 0;
}

function prunedDate(database: Database): Date | null {
  const before = readPrunedBefore(database[connection]);
  return before === null ? null : dateOf(before);
}
