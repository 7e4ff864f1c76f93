import { LedgerUnavailableError } from '@kagura/core';
import { DamageMark } from '../damage-mark';
import type { Database } from '../database';
import { isDamage, messageOf, sqliteCode } from '../sqlite-code';
import { StoreError, toStoreError } from '../store-error';

/** SQLITE_CONSTRAINT_CHECK, an extended code. */
const CONSTRAINT_CHECK = 275;

/** What a caller of the ledger is told of an error of SQLite; any other error comes back as it is. */
export function toLedgerFailure(thrown: unknown, { path, readOnly }: Database): unknown {
  const error = thrown instanceof StoreError ? thrown.cause : thrown;
  if (sqliteCode(error) === undefined) return thrown;
  if (isDamage(error) && !readOnly) new DamageMark(path).set();
  if (isOfBalance(error)) {
    return new RangeError(
      `A balance of the ledger ${path} would be less than nothing, or more than ${Number.MAX_SAFE_INTEGER} nano-dollars, ` +
        'which is as far as it counts exactly.',
      { cause: error },
    );
  }
  const cause = toStoreError(error, path);
  return new LedgerUnavailableError(messageOf(cause), { cause });
}

function isOfBalance(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === CONSTRAINT_CHECK
  );
}
