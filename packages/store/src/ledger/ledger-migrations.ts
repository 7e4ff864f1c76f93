/** No balance may be below zero, or so large that JavaScript does not count it exactly. */
const money = (column: string): string =>
  `${column} INTEGER NOT NULL CHECK (${column} BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER})`;

/** Money is nano-dollars; times are milliseconds since the Unix epoch. */
const BOOKS = `
-- One row. The version rises with every change of a budget; how far clock_ms is kept is in ledger-clock.ts.
CREATE TABLE book (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  clock_ms INTEGER NOT NULL
) STRICT;
INSERT INTO book (id, version, clock_ms) VALUES (1, 0, 0);

-- The definition is JSON.
CREATE TABLE budget (
  id TEXT PRIMARY KEY,
  definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE balance (
  budget_id TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  ${money('settled')},
  ${money('reserved')},
  ${money('uncertain')},
  PRIMARY KEY (budget_id, bucket)
) STRICT, WITHOUT ROWID;

-- Ids follow the order in which calls came. What is counted now is the hold, the cost, or what is uncertain.
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('held', 'settled', 'released', 'uncertain')),
  amount INTEGER NOT NULL,
  leak INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  owner TEXT NOT NULL,
  agent TEXT,
  model TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- Calls that run, and those of which nobody will tell, are few among all that are kept.
CREATE INDEX held_by_expiry ON entry (expires_at) WHERE state = 'held';
CREATE INDEX uncertain_by_age ON entry (created_at) WHERE state = 'uncertain';

-- Where the money of an entry is booked, in the order of its charges.
CREATE TABLE entry_bucket (
  entry_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  budget_id TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE threshold_fired (
  budget_id TEXT NOT NULL,
  period INTEGER NOT NULL,
  threshold REAL NOT NULL,
  PRIMARY KEY (budget_id, period, threshold)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** Each entry leads from the schema of its index to the next. An entry that was released never changes. */
export const LEDGER_MIGRATIONS: readonly string[] = [BOOKS];
