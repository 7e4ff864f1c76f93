/** Primary result codes of SQLite that this package reacts to (https://sqlite.org/rescode.html). */
export const SQLITE = {
  ERROR: 1,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  TOOBIG: 18,
  CONSTRAINT: 19,
  MISMATCH: 20,
  NOTADB: 26,
} as const;

/** What SQLite says for a result code; the npm package reports nothing else where `all` fails. */
const CODES: Readonly<Record<string, number>> = {
  'database is locked': SQLITE.BUSY,
  'database table is locked': SQLITE.LOCKED,
  'attempt to write a readonly database': SQLITE.READONLY,
  'disk I/O error': SQLITE.IOERR,
  'database disk image is malformed': SQLITE.CORRUPT,
  'database or disk is full': SQLITE.FULL,
  'unable to open database file': SQLITE.CANTOPEN,
  'file is not a database': SQLITE.NOTADB,
};

/** Primary result code of an error of SQLite; `undefined` for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // The drivers report extended codes, which carry the primary one in the lowest byte.
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined;
  return CODES[messageOf(error)] ?? SQLITE.ERROR;
}

/** True while another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.BUSY || code === SQLITE.LOCKED;
}

/** True when the file itself is broken, or is no database. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.CORRUPT || code === SQLITE.NOTADB;
}

/** SQLITE_CONSTRAINT_UNIQUE, an extended code. */
const CONSTRAINT_UNIQUE = 2_067;

/** True where a row with the same unique key is there already. */
export function isDuplicate(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === CONSTRAINT_UNIQUE
  );
}

/** Not by `instanceof`: errors of a native module may come from another realm, as in Jest. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
