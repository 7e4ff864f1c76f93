import { KaguraError } from '@kagura/core';

/** What is wrong with a database: it is not there, cannot be used, is held by another program, or is too new. */
export type StoreErrorCode =
  | 'KAGURA_DB_NOT_FOUND'
  | 'KAGURA_DB_UNREADABLE'
  | 'KAGURA_DB_LOCKED'
  | 'KAGURA_DB_NEWER_SCHEMA';

/** A database that cannot be opened. The message says what, why, and what to do about it. */
export class StoreError extends KaguraError {
  declare readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}
