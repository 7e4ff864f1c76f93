import type { SqliteDatabase, SqliteNames, SqliteStatement, SqliteValue } from './driver';
import { messageOf } from './sqlite-code';
import { toStoreError } from './store-error';

/** How long a statement waits for another connection's lock, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;

type Parameters = SqliteNames | readonly SqliteValue[];

/** One connection to one file, with its prepared statements kept. */
export class Connection {
  readonly #sqlite: SqliteDatabase;
  readonly #path: string;
  readonly #statements = new Map<string, SqliteStatement>();
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

  /** Runs the body in one transaction that is rolled back when it throws. Errors are SQLite's own. */
  transaction<Result>(begin: 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE', body: () => Result): Result {
    this.exec(begin);
    try {
      const result = body();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Runs the body with another limit to the wait for locks, in milliseconds. Errors are SQLite's own. */
  withBusyTimeout<Result>(milliseconds: number, body: () => Result): Result {
    this.exec(`PRAGMA busy_timeout = ${milliseconds}`);
    try {
      return body();
    } finally {
      this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
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
