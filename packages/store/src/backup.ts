import { closeSync, openSync, rmSync } from 'node:fs';
import type { OpenInternals } from './open-internals';

/**
 * Copies the database as it was committed last, while another connection holds the lock for writing. An older copy of
 * the same name gives way. Errors are SQLite's own, or those of the file system.
 */
export function backUp(path: string, target: string, { loadDriver }: OpenInternals): void {
  const { DatabaseSync } = loadDriver();
  rmSync(target, { force: true });
  // SQLite itself would make it readable by everyone.
  closeSync(openSync(target, 'wx', 0o600));
  const reader = new DatabaseSync(path, { readOnly: true, timeout: 0, enableForeignKeyConstraints: false });
  try {
    // Not as a statement: one would keep the file open.
    reader.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`);
  } finally {
    reader.close();
  }
}
