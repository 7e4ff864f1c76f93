import { field } from '@kagura/core';

/** What reading fails with where the application has stopped it. */
export function isAbortError(error: unknown): boolean {
  return field(error, 'name') === 'AbortError';
}
