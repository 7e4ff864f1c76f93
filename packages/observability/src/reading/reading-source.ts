import { dayKey, type PriceOverride } from '@kagura/core';
import { type Database, openDatabase, readPriceOverrides, readSettings, StoreError } from '@kagura/store';
import type { BudgetAccess } from './budget-source';
import { fileBudgets } from './file-budgets';

/** What reading needs, from the running process or from a file. */
export interface ReadingSource {
  /** The database, after everything queued in this process has been written to it. */
  open(): Promise<Database>;
  /** IANA name of the zone whose days, weeks and months count. */
  readonly timeZone: string;
  now(): Date;
  /** Prices that stand before the shipped table. */
  readonly priceOverrides: readonly PriceOverride[];
  readonly budgets: BudgetAccess;
}

/** Where a reader finds its data. */
export interface ReadingOptions {
  /** Path of a database file to read, never written to; budgets are kept beside it. @default the database of this process */
  readonly database?: string | undefined;
  /** IANA name of the zone for periods and days. @default the zone stored in the database, else the system's */
  readonly timeZone?: string | undefined;
}

/**
 * How to get at what the options name. Nothing is started or opened before the result is called: a reader may be
 * made before the process has said how it wants to be observed.
 *
 * @param running the source of this process, asked anew at every use
 * @throws ConfigurationError for an unknown time zone
 */
export function readingSource(options: ReadingOptions, running: () => ReadingSource): () => ReadingSource {
  const { database, timeZone } = options;
  if (timeZone !== undefined) checkTimeZone(timeZone);
  if (database !== undefined) {
    const source = databaseSource({ database, timeZone });
    return () => source;
  }
  return timeZone === undefined ? running : () => inTimeZone(running(), timeZone);
}

/**
 * Reads one file, opened at the first use and kept open. A file that is not there yet is looked for again at the
 * next use.
 */
export function databaseSource(options: {
  readonly database: string;
  readonly timeZone?: string | undefined;
}): ReadingSource {
  let opened: Database | undefined;
  const open = (): Database => {
    opened ??= openDatabase({ path: options.database, readOnly: true });
    return opened;
  };
  return {
    open: async () => open(),
    get timeZone() {
      return options.timeZone ?? storedTimeZone(open) ?? systemTimeZone();
    },
    now: () => new Date(),
    get priceOverrides() {
      return storedPrices(open);
    },
    budgets: fileBudgets({ database: options.database, now: () => new Date() }),
  };
}

function inTimeZone(source: ReadingSource, timeZone: string): ReadingSource {
  return {
    open: () => source.open(),
    timeZone,
    now: () => source.now(),
    priceOverrides: source.priceOverrides,
    budgets: source.budgets,
  };
}

/** Those of the command line last, which count before those of the code. None while there is no file. */
function storedPrices(open: () => Database): readonly PriceOverride[] {
  const stored = whereFileIs(() => readPriceOverrides(open())) ?? [];
  const of = (wanted: 'code' | 'cli') =>
    stored.filter(({ origin }) => origin === wanted).map(({ override }) => override);
  return [...of('code'), ...of('cli')];
}

function storedTimeZone(open: () => Database): string | undefined {
  return whereFileIs(() => readSettings(open()).timeZone);
}

/** `undefined` while there is no file. */
function whereFileIs<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'KAGURA_DB_NOT_FOUND') return undefined;
    throw error;
  }
}

/** @throws ConfigurationError */
function checkTimeZone(timeZone: string): void {
  dayKey(new Date(0), timeZone);
}

function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
