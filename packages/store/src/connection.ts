import type { SqliteDatabase, SqliteNames, SqliteStatement, SqliteValue } from './driver';
import { pause } from './pause';
import { isBusy, messageOf } from './sqlite-code';
import { toStoreError } from './store-error';

/** How long a statement waits for another connection's lock, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;

/** About as long as a short transaction takes. */
const FIRST_PAUSE_MS = 0.1;
const LONGEST_PAUSE_MS = 10;

type Begin = 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE';
type Parameters = SqliteNames | readonly SqliteValue[];

/** One connection to one file, with its prepared statements kept. */
export class Connection {
  readonly #sqlite: SqliteDatabase;
  readonly #path: string;
  readonly #statements = new Map<string, SqliteStatement>();
  #busyTimeoutMs = BUSY_TIMEOUT_MS;
  #isOpen = true;

  constructor(sqlite: SqliteDatabase, path: string) {
    this.#sqlite = sqlite;
    this.#path = path;
  }

  /** @throws StoreError */
  all<Row>(sql: string, parameters: Parameters = []): Row[] {
    return this.#inWords(() => this.statement(sql).all(...spread(parameters)) as Row[]);
  }

  /** @throws StoreError */
  get<Row>(sql: string, parameters: Parameters = []): Row | undefined {
    return this.#inWords(() => this.statement(sql).get(...spread(parameters)) as Row | undefined);
  }

  /** @throws StoreError */
  run(sql: string, parameters: Parameters = []): void {
    this.#inWords(() => this.statement(sql).run(...spread(parameters)));
  }

  /** The statement, prepared once. Its errors are SQLite's own. */
  statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Errors are SQLite's own. */
  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  /**
   * Runs the body in one transaction that is rolled back when it throws, after waiting for the lock so many
   * milliseconds. Errors are SQLite's own.
   */
  transaction<Result>(begin: Begin, body: () => Result, waitMs: number = BUSY_TIMEOUT_MS): Result {
    this.#begin(begin, waitMs);
    try {
      const result = body();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /**
   * Waits in JavaScript instead of inside SQLite, which a worker thread that is terminated while it waits can leave
   * without harm: see `driver.ts`.
   */
  #begin(begin: Begin, waitMs: number): void {
    this.withBusyTimeout(0, () => {
      const deadline = performance.now() + waitMs;
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          this.exec(begin);
          return;
        } catch (error) {
          const leftMs = deadline - performance.now();
          if (!isBusy(error) || leftMs <= 0) throw error;
          // Those who wait for the same lock must not all ask at the same moment.
          pause(Math.min(leftMs, pauseMs * (0.5 + Math.random())));
        }
      }
    });
  }

  /** Runs the body with another limit to the wait for locks, in milliseconds. Errors are SQLite's own. */
  withBusyTimeout<Result>(milliseconds: number, body: () => Result): Result {
    const before = this.#busyTimeoutMs;
    this.setBusyTimeout(milliseconds);
    try {
      return body();
    } finally {
      this.setBusyTimeout(before);
    }
  }

  /** From here on. Errors are SQLite's own. */
  setBusyTimeout(milliseconds: number): void {
    if (milliseconds === this.#busyTimeoutMs) return;
    this.exec(`PRAGMA busy_timeout = ${milliseconds}`);
    this.#busyTimeoutMs = milliseconds;
  }

  /**
   * Answers several questions from one state of the database.
   *
   * @throws StoreError
   */
  snapshot<Result>(body: () => Result): Result {
    return this.#inWords(() => {
      this.exec('BEGIN');
      try {
        return body();
      } finally {
        this.#rollBack();
      }
    });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // The package keeps the file open until its statements are collected as garbage; it has no other way to end them.
    this.#statements.clear();
    this.#sqlite.close();
  }

  #rollBack(): void {
    try {
      this.exec('ROLLBACK');
    } catch (error) {
      // A full disk or a failed write has SQLite roll back by itself: then there is nothing left to roll back.
      if (!messageOf(error).includes('no transaction is active')) throw error;
    }
  }

  #inWords<Result>(body: () => Result): Result {
    try {
      return body();
    } catch (error) {
      throw toStoreError(error, this.#path);
    }
  }
}

function spread(parameters: Parameters): readonly (SqliteNames | SqliteValue)[] {
  return Array.isArray(parameters) ? parameters : [parameters as SqliteNames];
}
