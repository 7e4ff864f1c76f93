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
  /** Version of the SQLite inside Node.js; `undefined` where Node.js has none. */
  readonly builtInVersion: string | undefined;
  /** `undefined` where Node.js was told to do without it. */
  loadBuiltIn(): SqliteDriver | undefined;
}

/** Up to 3.51.2, two connections that write and checkpoint at once can corrupt a WAL database. */
const OLDEST_SAFE_VERSION = '3.51.3';

const installed: DriverSources = {
  // Required on first use: importing the store must neither cost time nor fail.
  loadPackage: () => require('@photostructure/sqlite') as SqliteDriver,
  builtInVersion: process.versions.sqlite,
  loadBuiltIn: () =>
    withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite') as SqliteDriver | undefined),
};

/** Where the npm package is, for a process of our own; `undefined` where it is not used. */
export function driverPath(): string | undefined {
  try {
    return loadSafeBuiltIn(installed) ? undefined : require.resolve('@photostructure/sqlite');
  } catch {
    // A bundle without it: what needs the path is left out.
    return undefined;
  }
}

/**
 * The SQLite inside Node.js where it is new enough to be shared by processes, else the one of the npm package: a worker
 * thread that is terminated inside a call of the package takes the whole process with it. One process never uses
 * both, as each would release the file locks of the other.
 *
 * @throws StoreError `KAGURA_DB_UNREADABLE` where neither can be used.
 */
export function loadDriver(sources: DriverSources = installed): SqliteDriver {
  const builtIn = loadSafeBuiltIn(sources);
  if (builtIn) return builtIn;
  try {
    return sources.loadPackage();
  } catch (cause) {
    const { builtInVersion } = sources;
    const has = builtInVersion ? `brings SQLite ${builtInVersion}` : 'has no SQLite of its own';
    throw new StoreError(
      'KAGURA_DB_UNREADABLE',
      `SQLite cannot be loaded: @photostructure/sqlite has no working build for ${process.platform}-${process.arch}, ` +
        `and Node.js ${process.versions.node} ${has} (needed: ${OLDEST_SAFE_VERSION}). ` +
        'Install the packages again on this machine, or use a newer Node.js.',
      { cause },
    );
  }
}

/** Node.js 22 says on standard error that its SQLite is experimental, which is nothing to the application's users. */
function withoutExperimentalWarning<Result>(load: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]) => {
    if (args[1] !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, args);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function loadSafeBuiltIn({ builtInVersion, loadBuiltIn }: DriverSources): SqliteDriver | undefined {
  const isSafe = builtInVersion !== undefined && compareVersions(builtInVersion, OLDEST_SAFE_VERSION) >= 0;
  return isSafe ? loadBuiltIn() : undefined;
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
