import { setTimeout as delay } from 'node:timers/promises';
import type { SpanWriter } from '@kagura/store';

/** Many processes that write all the time may lock each other out for seconds: SQLite lets nobody queue. */
const LONGEST_MS = 20_000;
const PAUSE_MS = 50;

/**
 * Writes what is queued now: at once where the store is free, else it tries again. Resolves when all of that is
 * written or counted as dropped; after 20 seconds it gives up, and the rows stay queued. Never rejects.
 */
export async function writeQueued(writer: SpanWriter): Promise<void> {
  const settled = () => writer.writtenRows + writer.droppedRows;
  const due = settled() + writer.queuedRows;
  const deadline = performance.now() + LONGEST_MS;
  writer.flush();
  while (settled() < due && performance.now() < deadline) {
    await delay(PAUSE_MS);
    writer.flush();
  }
}
