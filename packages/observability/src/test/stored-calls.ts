import { openDatabase, readStoreSummary } from '@kagura/store';

/** How many agent invocations and calls outside of any a database holds. */
export function storedCalls(path: string): number {
  const database = openDatabase({ path, readOnly: true });
  try {
    return readStoreSummary(database).calls;
  } finally {
    database.close();
  }
}
