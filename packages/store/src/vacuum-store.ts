import { statSync } from 'node:fs';
import { connection, type Database } from './database';

export interface VacuumResult {
  /** Size of the file before. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Writes the file anew without the room that deleted rows left. Meanwhile nothing else can be written, and as much
 * disk as the file takes is needed once more; the event loop stands still until it is done.
 *
 * @throws StoreError `KAGURA_DB_LOCKED` while another program writes or reads.
 */
export function vacuumStore(database: Database): VacuumResult {
  const opened = database[connection];
  const copyBack = () => opened.get('PRAGMA wal_checkpoint(TRUNCATE)');
  copyBack();
  const bytesBefore = statSync(database.path).size;
  opened.run('VACUUM');
  // Until here the new file is in the log alone.
  copyBack();
  return { bytesBefore, bytesAfter: statSync(database.path).size };
}
