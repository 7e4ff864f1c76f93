import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const store = require('../../packages/store/dist/index.js');
const { ofParts } = require('../../packages/store/dist/latency-parts.js');
const { DatabaseSync } = createRequire(require.resolve('../../packages/store/dist/index.js'))(
  '@photostructure/sqlite',
);

/** Reads a store through SQLite itself, since what is asked here no application asks. */
export class StoreCheck {
  #sqlite;

  /** Opens it as an application does first, which is what a process does that comes after a crash. */
  constructor(path) {
    store.openDatabase({ path }).close();
    this.#sqlite = new DatabaseSync(path);
  }

  get rows() {
    return this.#all('SELECT count(*) AS count FROM spans')[0].count;
  }

  integrity() {
    return this.#all('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .join('; ');
  }

  /** Of these span ids, those that no row has. */
  missing(ids) {
    const stored = new Set(this.#all('SELECT lower(hex(span_id)) AS id FROM spans').map(({ id }) => id));
    return ids.filter((id) => !stored.has(id));
  }

  /** Span ids that several rows have. */
  repeated() {
    return this.#all('SELECT hex(span_id) AS id FROM spans GROUP BY span_id HAVING count(*) > 1').map(
      ({ id }) => id,
    );
  }

  /** Names of the tables of sums. */
  rollups() {
    const tables = this.#all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'rollup_*'");
    return tables.map(({ name }) => name);
  }

  /** How many groups of a table of sums differ from what the rows add up to, in whichever column. */
  differences(rollup) {
    const columns = this.#all(`SELECT name, pk FROM pragma_table_info('${rollup}') WHERE type <> 'BLOB'`);
    const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
    const sums = columns.filter(({ pk }) => pk === 0).map(({ name }) => name);
    const kept = `SELECT ${[...keys, ...sums]} FROM ${rollup}`;
    const added = `SELECT ${[...keys, ...sums.map((name) => `${aggregateOf(name)}(${name})`)]} FROM span_fact GROUP BY ${keys}`;
    const count = (one, other) =>
      this.#all(`SELECT count(*) AS count FROM (${one} EXCEPT ${other})`)[0].count;
    return count(kept, added) + count(added, kept);
  }

  /** Latencies in the histograms of a table of sums, and those that should be. */
  latencies(rollup) {
    const rows = this.#all(`SELECT latency, latency_calls FROM ${rollup}`);
    const count = ({ latency }) => (latency ? ofParts(latency).count : 0);
    return {
      counted: rows.reduce((sum, row) => sum + count(row), 0),
      expected: rows.reduce((sum, row) => sum + row.latency_calls, 0),
    };
  }

  close() {
    this.#sqlite.close();
  }

  #all(sql) {
    return this.#sqlite.prepare(sql).all();
  }
}

function aggregateOf(column) {
  if (column.startsWith('first_')) return 'min';
  return column.startsWith('last_') || column.includes('_max_') ? 'max' : 'sum';
}
