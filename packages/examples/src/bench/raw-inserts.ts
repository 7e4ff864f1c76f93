import { openDatabase } from '@kagura/store';
import { DatabaseSync } from '@photostructure/sqlite';

type Values = (string | number | bigint | Uint8Array | null)[];

/** Every row of a store, as the driver takes it. */
export interface RawRows {
  readonly columns: readonly string[];
  readonly spans: readonly Values[];
  /** By the place of their span. */
  readonly contents: ReadonlyMap<number, Values>;
}

export function readRawRows(path: string): RawRows {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare('SELECT * FROM spans ORDER BY id').all() as Record<string, Values[number]>[];
  const contents = database.prepare('SELECT id, input, output FROM span_content').all() as {
    readonly id: number;
    readonly input: string | null;
    readonly output: string | null;
  }[];
  database.close();
  const placeOf = new Map(rows.map((row, place) => [row.id, place]));
  return {
    columns: Object.keys(rows[0] ?? {}),
    spans: rows.map((row) => Object.values(row)),
    contents: new Map(contents.map(({ id, input, output }) => [placeOf.get(id) ?? -1, [id, input, output]])),
  };
}

/** Inserts the rows into a new store in transactions of that many, with nothing around the driver. Returns milliseconds. */
export function insertRaw(path: string, { columns, spans, contents }: RawRows, batchRows: number): number {
  openDatabase({ path }).close();
  const database = new DatabaseSync(path);
  // As the store is opened, so that both wait for the disk alike.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
  const marks = columns.map(() => '?').join(', ');
  const insertSpan = database.prepare(
    `INSERT INTO spans (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`,
  );
  const insertContent = database.prepare('INSERT INTO span_content (id, input, output) VALUES (?, ?, ?)');
  const start = performance.now();
  for (let from = 0; from < spans.length; from += batchRows) {
    database.exec('BEGIN IMMEDIATE');
    for (const [place, values] of spans.slice(from, from + batchRows).entries()) {
      insertSpan.run(...values);
      const content = contents.get(from + place);
      if (content) insertContent.run(...content);
    }
    database.exec('COMMIT');
  }
  const ms = performance.now() - start;
  database.close();
  return ms;
}
