import { StoreError } from './store-error';

export type SqliteValue = string | number | bigint | Uint8Array | null;
export type SqliteNames = Record<string, SqliteValue>;

export interface SqliteStatement {
  run(...values: readonly (SqliteNames | SqliteValue)[]): {
    readonly changes: number | bigint;
    readonly lastInsertRowid: number | bigint;
  };
  get(...values: readonly (SqliteNames | SqliteValue)[]): unknown;
  all(...values: readonly (SqliteNames | SqliteValue)[]): unknown[];
}

/** The part of `node:sqlite` that this package uses. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteDriver {
  readonly DatabaseSync: new (
    location: string,
    options: {
      readonly readOnly: boolean;
      readonly timeout: number;
      readonly enableForeignKeyConstraints: boolean;
    },
  ) => SqliteDatabase;
}

export interface DriverSources {
  /** The npm package, which brings its own SQLite. Throws where it has no build for the platform. */
  loadPackage(): SqliteDriver;
  /** The SQLite inside Node.js; `undefined` where Node.js has none. */
  loadBuiltIn(): SqliteDriver | undefined;
}

/** Up to 3.51.2, two connections that write and checkpoint at once can corrupt a WAL database. */
const OLDEST_SAFE_VERSION = '3.51.3';

const installed: DriverSources = {
  // Required on first use: importing the store must neither cost time nor fail.
  loadPackage: () => require('@photostructure/sqlite') as SqliteDriver,
  loadBuiltIn: () => process.getBuiltinModule?.('node:sqlite') as SqliteDriver | undefined,
};

/** Where the npm package is, for a process of our own; `undefined` where it is not used. */
export function driverPath(): string | undefined {
  try {
    return loadDriver() === installed.loadBuiltIn() ? undefined : require.resolve('@photostructure/sqlite');
  } catch {
    // A bundle without it: what needs the path is left out.
    return undefined;
  }
}

/**
 * The SQLite of the npm package, else the one inside Node.js where it is new enough to be shared by processes.
 *
 * @throws StoreError `KAGURA_DB_UNREADABLE` where neither can be used.
 */
export function loadDriver(sources: DriverSources = installed): SqliteDriver {
  const [fromPackage, cause] = tryPackage(sources);
  if (fromPackage && isSafe(fromPackage)) return fromPackage;
  const builtIn = sources.loadBuiltIn();
  if (builtIn && isSafe(builtIn)) return builtIn;
  const has = builtIn ? `brings SQLite ${sqliteVersion(builtIn)}` : 'has no SQLite of its own';
  const why = fromPackage
    ? `brings SQLite ${sqliteVersion(fromPackage)}`
    : `has no working build for ${process.platform}-${process.arch}`;
  throw new StoreError(
    'KAGURA_DB_UNREADABLE',
    `SQLite cannot be loaded: @photostructure/sqlite ${why}, ` +
      `and Node.js ${process.versions.node} ${has} (needed: ${OLDEST_SAFE_VERSION}). ` +
      'Install the packages again on this machine, or use a newer Node.js.',
    { cause },
  );
}

function tryPackage(sources: DriverSources): [driver: SqliteDriver | undefined, failure?: unknown] {
  try {
    return [sources.loadPackage()];
  } catch (error) {
    return [undefined, error];
  }
}

function isSafe(driver: SqliteDriver): boolean {
  return compareVersions(sqliteVersion(driver), OLDEST_SAFE_VERSION) >= 0;
}

/** By their numbers; comparing as text in a locale would load the collation of every language first. */
function compareVersions(one: string, other: string): number {
  const others = other.split('.');
  for (const [index, part] of one.split('.').entries()) {
    const difference = Number(part) - Number(others[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sqliteVersion(driver: SqliteDriver): string {
  const options = { readOnly: false, timeout: 0, enableForeignKeyConstraints: false };
  const database = new driver.DatabaseSync(':memory:', options);
  const row = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  database.close();
  return row.version;
}
