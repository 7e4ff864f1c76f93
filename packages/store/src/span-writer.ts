import { ConfigurationError, type SpanRecord } from '@kagura/core';
import { DamageMark } from './damage-mark';
import { connection, type Database } from './database';
import { writeBatch } from './span-batch';
import { estimateBytes, SpanQueue } from './span-queue';
import { isBusy, isDamage, messageOf, sqliteCode } from './sqlite-code';

export interface SpanWriterOptions {
  /** Rows of one transaction. Default: 200. */
  readonly maxBatchRows?: number | undefined;
  /** Longest time a row waits while the database can be written to, in milliseconds. Default: 100. */
  readonly maxDelayMs?: number | undefined;
  /** Rows held in memory while the database cannot be written to. Default: 100,000. */
  readonly maxQueueRows?: number | undefined;
  /** Estimated bytes held in memory while the database cannot be written to. Default: 32 MiB. */
  readonly maxQueueBytes?: number | undefined;
  /** Told about rows that are lost: the oldest of a full queue, and rows that the database cannot take. */
  readonly onDrop?: ((reason: DropReason, rows: number) => void) | undefined;
  /** Told about a failed write, once for each kind of failure until a write succeeds again. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export type DropReason = 'queue_full' | 'write_failed';

/** In the background a locked database may hold up the event loop no longer than this, in milliseconds. */
const BACKGROUND_WAIT_MS = 20;
/** An explicit flush waits for the lock this long in all, in milliseconds. */
const FLUSH_WAIT_MS = 2_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;
/** A lock that is held over so many attempts is a failure to tell about; before, it is daily life. */
const TOLERATED_BUSY_ATTEMPTS = 10;

/**
 * Queues records on the call path and writes them in small batches on the main thread. Neither `add` nor the timers
 * throw: failures go to `onError` and the rows wait for the next attempt.
 */
export class SpanWriter {
  readonly #database: Database;
  readonly #options: SpanWriterOptions;
  readonly #maxBatchRows: number;
  readonly #maxDelayMs: number;
  readonly #queue: SpanQueue;
  readonly #reported = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #failedAttempts = 0;
  #writtenRows = 0;
  #droppedRows = 0;
  #isClosed = false;

  /** @throws ConfigurationError when the database was opened read-only. */
  constructor(database: Database, options: SpanWriterOptions = {}) {
    if (database.readOnly) {
      throw new ConfigurationError(`Spans cannot be written to ${database.path}: it was opened read-only.`);
    }
    this.#database = database;
    this.#options = options;
    this.#maxBatchRows = options.maxBatchRows ?? 200;
    this.#maxDelayMs = options.maxDelayMs ?? 100;
    this.#queue = new SpanQueue(options.maxQueueRows ?? 100_000, options.maxQueueBytes ?? 32 * 1024 * 1024);
  }

  get queuedRows(): number {
    return this.#queue.size;
  }

  /** The record that has waited longest; `undefined` where none waits. */
  get oldestQueued(): SpanRecord | undefined {
    return this.#queue.peek(1)[0];
  }

  get writtenRows(): number {
    return this.#writtenRows;
  }

  get droppedRows(): number {
    return this.#droppedRows;
  }

  /** Takes a record; it is written later, or at once where a burst within one tick has filled the queue. */
  add(record: SpanRecord): void {
    if (this.#isClosed) {
      this.#drop('write_failed', 1);
      return;
    }
    const bytes = estimateBytes(record);
    if (this.#failedAttempts === 0 && !this.#queue.hasRoomFor(bytes)) this.#write(BACKGROUND_WAIT_MS);
    const dropped = this.#queue.push(record, bytes);
    if (dropped > 0) this.#drop('queue_full', dropped);
    this.#schedule();
  }

  /** Writes all that is queued before it returns. Where that is impossible, the rows stay queued and `onError` is told. */
  flush(): void {
    this.#cancel();
    const deadline = performance.now() + FLUSH_WAIT_MS;
    while (this.#queue.size > 0) {
      const error = this.#write(Math.max(0, Math.round(deadline - performance.now())));
      if (error === undefined) continue;
      this.#report(error);
      break;
    }
    this.#schedule();
  }

  /** Flushes and stops; rows that cannot be written are given up. The database stays open. */
  close(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#isClosed = true;
    this.#cancel();
    const lost = this.#queue.size;
    this.#queue.remove(lost);
    if (lost > 0) this.#drop('write_failed', lost);
  }

  #schedule(): void {
    if (this.#queue.size === 0 || this.#isClosed) return;
    const isDue = this.#queue.size >= this.#maxBatchRows && this.#failedAttempts === 0;
    if (isDue) this.#immediate ??= setImmediate(this.#writeInBackground);
    else this.#timer ??= setTimeout(this.#writeInBackground, this.#delayMs()).unref();
  }

  #delayMs(): number {
    if (this.#failedAttempts === 0) return this.#maxDelayMs;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.#failedAttempts - 1), LAST_RETRY_MS);
    // Writers that were locked out together must not come back together.
    return backoff * (0.5 + Math.random() / 2);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  readonly #writeInBackground = (): void => {
    this.#cancel();
    this.#write(BACKGROUND_WAIT_MS);
    this.#schedule();
  };

  /** Writes one batch, and returns the error where that failed. */
  #write(waitMs: number): unknown {
    const batch = this.#queue.peek(this.#maxBatchRows);
    if (batch.length === 0) return undefined;
    try {
      const opened = this.#database[connection];
      const { written, rejections } = writeBatch(opened, batch, waitMs);
      this.#queue.remove(batch.length);
      this.#writtenRows += written;
      if (this.#failedAttempts > 0) this.#reported.clear();
      this.#failedAttempts = 0;
      if (rejections.length > 0) {
        this.#drop('write_failed', rejections.length);
        this.#report(rejections[0]);
      }
      return undefined;
    } catch (error) {
      this.#failedAttempts += 1;
      if (isDamage(error)) new DamageMark(this.#database.path).set();
      if (!isBusy(error) || this.#failedAttempts > TOLERATED_BUSY_ATTEMPTS) this.#report(error);
      return error ?? new Error('unknown');
    }
  }

  #drop(reason: DropReason, rows: number): void {
    this.#droppedRows += rows;
    this.#notify(() => this.#options.onDrop?.(reason, rows));
  }

  #report(error: unknown): void {
    const kind = kindOf(error);
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#notify(() => this.#options.onError?.(error));
  }

  #notify(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      // The call that is being recorded must not fail for it.
      process.emitWarning(messageOf(error), 'KaguraWarning');
    }
  }
}

function kindOf(error: unknown): string {
  return String(sqliteCode(error) ?? messageOf(error));
}
