import { KaguraError } from '@kagura/core';
import { isBusy, messageOf, SQLITE, sqliteCode } from './sqlite-code';

/** What is wrong with a database: it is not there, cannot be used, is held by another program, or is too new. */
export type StoreErrorCode =
  | 'KAGURA_DB_NOT_FOUND'
  | 'KAGURA_DB_UNREADABLE'
  | 'KAGURA_DB_LOCKED'
  | 'KAGURA_DB_NEWER_SCHEMA';

/** A database that cannot be used. The message says what, why, and what to do about it. */
export class StoreError extends KaguraError {
  declare readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}

/** The same failure in words of the store; anything that SQLite did not report comes back as it is. */
export function toStoreError(error: unknown, path: string): unknown {
  if (sqliteCode(error) === undefined) return error;
  if (isBusy(error)) {
    return new StoreError(
      'KAGURA_DB_LOCKED',
      `The database ${path} is locked by another program. Try again when that program has finished writing.`,
      { cause: error },
    );
  }
  const advice =
    sqliteCode(error) === SQLITE.FULL
      ? 'Free some space on the disk.'
      : 'Check the path and its permissions; if the file is damaged, move it away and a new one is made.';
  return new StoreError(
    'KAGURA_DB_UNREADABLE',
    `The database ${path} cannot be used: ${messageOf(error)}. ${advice}`,
    { cause: error },
  );
}
