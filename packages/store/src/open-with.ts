import { resolve } from 'node:path';
import { connectReadOnly, connectWritable } from './connect';
import type { Connection } from './connection';
import { DamageMark } from './damage-mark';
import { connection, type Database } from './database';
import { createDatabaseFile, inodeOf } from './database-file';
import type { OpenDatabaseOptions } from './open-database';
import type { OpenInternals } from './open-internals';
import { findDamage, isOpenElsewhere, isOurs, putAside } from './quarantine';
import { StoreError } from './store-error';
import type { Warn } from './store-warning';
import { Upkeep } from './upkeep';

/** As `openDatabase`. */
export function openWith(options: OpenDatabaseOptions, internals: OpenInternals): Database {
  const path = resolve(options.path);
  if (options.readOnly) {
    const opened = connectReadOnly(path, internals);
    return { path, readOnly: true, close: () => opened.close(), [connection]: opened };
  }
  const warn: Warn = (warning) => options.onWarning?.(warning);
  const opened = openWritable(path, internals, warn);
  const upkeep = new Upkeep({ path, opened, warn, internals });
  const close = () => {
    upkeep.stop();
    opened.close();
  };
  return { path, readOnly: false, close, [connection]: opened };
}

function openWritable(path: string, internals: OpenInternals, warn: Warn): Connection {
  const mark = new DamageMark(path);
  // Whoever has moved a damaged file away has left its mark, and the new file may get the number of the old one.
  if (createDatabaseFile(path)) mark.clear();
  const inode = inodeOf(path);
  const reason = mark.isOf(inode) ? 'a check has found damage in it' : findDamage(path, internals);
  if (reason !== undefined && internals.damaged === 'refused') throw refusal(path, reason);
  if (reason !== undefined && isOurs(path) && !isOpenElsewhere(path, internals)) {
    replace({ path, inode, reason }, warn);
  }
  return connectWritable(path, internals);
}

function refusal(path: string, reason: string): StoreError {
  return new StoreError(
    'KAGURA_DB_UNREADABLE',
    `The database ${path} is damaged (${reason}), and no other takes its place by itself, since what it counted would ` +
      'begin at zero. Move it away to begin so; what can be saved of it, the command .recover of the sqlite3 program saves.',
  );
}

interface Damaged {
  readonly path: string;
  /** Of the file that was found damaged: another process may have replaced it since. */
  readonly inode: string | undefined;
  readonly reason: string;
}

function replace({ path, inode, reason }: Damaged, warn: Warn): void {
  const aside = putAside(path, inode);
  createDatabaseFile(path);
  if (aside === undefined) return;
  warn({
    code: 'KAGURA_DB_QUARANTINED',
    message:
      `The database ${path} was damaged (${reason}). It is kept as ${aside}, and a new one was started. ` +
      'What can be saved of it, the command .recover of the sqlite3 program saves.',
  });
}
