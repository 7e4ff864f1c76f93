import { existsSync } from 'node:fs';
import { openDatabase, SpanWriter } from '@kagura/store';
import { generateSpans } from './generate-spans';
import type { SeedCommand } from './seed-options';
import { SeedTotals } from './seed-totals';

/** Larger than for a server, which must not hold up its calls. */
const BATCH_ROWS = 2_000;

/**
 * Makes a store of made-up spans and returns what was put into it.
 *
 * @throws Error when the file exists, and for whatever keeps a span from being written
 */
export function seedStore({ database: path, ...options }: SeedCommand): SeedTotals {
  if (existsSync(path)) throw new Error(`${path} exists. Name a file that does not.`);
  const database = openDatabase({ path });
  const writer = new SpanWriter(database, {
    maxBatchRows: BATCH_ROWS,
    onError: (error) => {
      throw error;
    },
  });
  const totals = new SeedTotals();
  try {
    for (const span of generateSpans(options)) {
      totals.add(span);
      writer.add(span);
      if (writer.queuedRows === BATCH_ROWS) writer.flush();
    }
    writer.close();
    if (writer.writtenRows !== totals.spans) throw new Error(`${writer.droppedRows} spans were not written.`);
    return totals;
  } finally {
    database.close();
  }
}
