import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanRecord } from '@kagura/core';
import { openDatabase, SpanWriter } from '@kagura/store';
import { generateSpans } from '../seed-store/generate-spans';
import { median } from './median';
import { insertRaw, readRawRows } from './raw-inserts';

const ROWS = 50_000;
/** So many that rows fall into few hours, as they do while they happen. */
const DAYS = 2;
const BATCH_ROWS = 200;

export interface WriterMeasurement {
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** The same rows inserted through the driver alone, in transactions of the same size. */
  readonly rawRowsPerSecond: number;
}

/** Rows per second from `add()` to committed, beside bare inserts of the same rows. */
export function measureWriter(options: {
  readonly content: boolean;
  readonly rounds: number;
}): WriterMeasurement {
  const { content, rounds } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  const shape = { spans: ROWS, days: DAYS, agents: 5, models: 3, seed: 42, end: new Date(), content };
  const records = [...generateSpans(shape)];
  try {
    const pathOf = (name: string): string => join(folder, name, 'kagura.db');
    // Also warms up what is measured below.
    write(pathOf('first'), records);
    const rows = readRawRows(pathOf('first'));
    insertRaw(pathOf('first-raw'), rows, BATCH_ROWS);
    const ours: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(write(pathOf(`ours-${round}`), records));
      raw.push(insertRaw(pathOf(`raw-${round}`), rows, BATCH_ROWS));
    }
    const perSecond = (times: readonly number[]): number => (ROWS * 1_000) / median(times);
    return { rows: ROWS, rowsPerSecond: perSecond(ours), rawRowsPerSecond: perSecond(raw) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds. */
function write(path: string, records: readonly SpanRecord[]): number {
  const database = openDatabase({ path });
  const writer = new SpanWriter(database, { maxBatchRows: BATCH_ROWS });
  const start = performance.now();
  for (const record of records) {
    writer.add(record);
    if (writer.queuedRows === BATCH_ROWS) writer.flush();
  }
  writer.flush();
  const ms = performance.now() - start;
  if (writer.writtenRows !== records.length) throw new Error(`${writer.droppedRows} rows were not written.`);
  database.close();
  return ms;
}
