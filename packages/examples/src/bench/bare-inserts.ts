import { DatabaseSync } from '@photostructure/sqlite';

/** Rows that are inserted in transactions of their own: the least that a shared file can do for a call. */
export class BareInserts {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #insert: ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    // As the ledger is opened, so that both wait for the disk alike.
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000',
    );
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, call_id TEXT UNIQUE, amount INTEGER) STRICT',
    );
    this.#insert = this.#database.prepare('INSERT INTO entry (call_id, amount) VALUES (?, ?)');
  }

  insert(callId: string): void {
    this.#database.exec('BEGIN IMMEDIATE');
    this.#insert.run(callId, 1);
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
  }
}
