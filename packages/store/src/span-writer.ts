import type { SpanRecord } from '@kagura/core';
import type { Database } from './database';

export interface SpanWriterOptions {
  /** Rows of one transaction. Default: 200. */
  readonly maxBatchRows?: number | undefined;
  /** Longest time a row waits, in milliseconds. Default: 100. */
  readonly maxDelayMs?: number | undefined;
  /** Rows held in memory; beyond, the oldest are dropped. Default: 100,000. */
  readonly maxQueueRows?: number | undefined;
  /** Estimated bytes held in memory; beyond, the oldest rows are dropped. Default: 32 MiB. */
  readonly maxQueueBytes?: number | undefined;
  readonly onDrop?: ((reason: 'queue_full' | 'write_failed', rows: number) => void) | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Queues records on the call path and writes them in small batches on the main thread. */
export class SpanWriter {
  readonly #database: Database;

  constructor(database: Database, options: SpanWriterOptions = {}) {
    this.#database = database;
    throw new Error(`not yet: ${options.maxBatchRows}`);
  }

  get queuedRows(): number {
    return 0;
  }

  get writtenRows(): number {
    return 0;
  }

  get droppedRows(): number {
    return 0;
  }

  add(record: SpanRecord): void {
    throw new Error(`not yet: ${record.name} ${this.#database.path}`);
  }

  flush(): void {
    throw new Error('not yet');
  }

  close(): void {
    throw new Error('not yet');
  }
}
