import { dirname, join } from 'node:path';

const FILE = 'ledger.db';

/** The ledger beside a database of spans: apart from it, so that no maintenance of the spans holds up a call. */
export function ledgerPathFor(databasePath: string): string {
  return join(dirname(databasePath), FILE);
}
