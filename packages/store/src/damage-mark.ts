import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inodeOf } from './database-file';
import { messageOf } from './sqlite-code';

/**
 * A small file beside the database that says which file was found damaged, for whoever opens it next: nothing may be
 * written into the damaged one any more.
 */
export class DamageMark {
  readonly path: string;
  readonly #database: string;

  constructor(database: string) {
    this.#database = database;
    this.path = `${database}-damaged`;
  }

  set(): void {
    const inode = inodeOf(this.#database);
    if (inode === undefined || this.isOf(inode)) return;
    try {
      writeFileSync(this.path, inode, { mode: 0o600 });
    } catch (error) {
      // Nothing can be written beside the file: whoever opens it next finds the damage anew.
      process.emitWarning(messageOf(error), 'KaguraWarning');
    }
  }

  clear(): void {
    rmSync(this.path, { force: true });
  }

  /** True when the mark is about this very file, and not about one that was here before. */
  isOf(inode: string | undefined): boolean {
    try {
      return readFileSync(this.path, 'utf8') === inode;
    } catch {
      // Nobody has found damage.
      return false;
    }
  }
}
