import { closeSync, existsSync, linkSync, openSync, readSync, renameSync, unlinkSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DamageMark } from './damage-mark';
import { inodeOf } from './database-file';
import type { SqliteDatabase } from './driver';
import { APPLICATION_IDS } from './migrate';
import type { OpenInternals } from './open-internals';
import { isBusy, isDamage, messageOf } from './sqlite-code';

/** Where the application id is in a header (https://sqlite.org/fileformat.html). */
const APPLICATION_ID_AT = 68;

/** The schema is in the first pages. */
const BEGINNING_BYTES = 64 * 1_024;
const SCHEMA_TEXT = 'CREATE VIEW span_fact';

/**
 * True for a file that can only be ours, however little of it is left: by its folder, its header, or the text of its
 * schema. Anything else may be what somebody named by mistake.
 */
export function isOurs(path: string): boolean {
  if (basename(dirname(path)) === '.kagura') return true;
  const beginning = readBeginning(path);
  return (
    (beginning.length >= APPLICATION_ID_AT + 4 &&
      beginning.readInt32BE(APPLICATION_ID_AT) === APPLICATION_IDS.spans) ||
    beginning.includes(SCHEMA_TEXT)
  );
}

/** What SQLite says of a file whose beginning is broken, or that is no database; `undefined` where it can be read. */
export function findDamage(path: string, internals: OpenInternals): string | undefined {
  const error = probe(path, internals, 'PRAGMA trusted_schema = OFF');
  return isDamage(error) ? messageOf(error) : undefined;
}

/**
 * True while another connection has the file open. Its end would delete the log of the file that takes this one's
 * place, as SQLite knows a log by its name alone.
 */
export function isOpenElsewhere(path: string, internals: OpenInternals): boolean {
  return isBusy(probe(path, internals, 'PRAGMA locking_mode = EXCLUSIVE'));
}

/** Reads the schema, and returns the error where that fails. Prepares no statement: one would keep the file open. */
function probe(path: string, { loadDriver }: OpenInternals, pragma: string): unknown {
  const { DatabaseSync } = loadDriver();
  const options = { readOnly: false, timeout: 0, enableForeignKeyConstraints: false };
  let opened: SqliteDatabase | undefined;
  try {
    opened = new DatabaseSync(path, options);
    opened.exec(pragma);
    opened.exec('SELECT count(*) FROM sqlite_schema');
    return undefined;
  } catch (error) {
    return error;
  } finally {
    opened?.close();
  }
}

/** Renames the file with its log, unless it is no longer the one that is meant. Returns the new name. */
export function putAside(path: string, inode: string | undefined): string | undefined {
  if (inode === undefined || inodeOf(path) !== inode) return undefined;
  const aside = freeName(path);
  const companions = ['-wal', '-shm'].map((end) => ({ end, inode: inodeOf(path + end) }));
  renameSync(path, aside);
  if (inodeOf(aside) !== inode) {
    // Between looking and renaming another process has replaced it: that was its new file.
    putBack(aside, path);
    return undefined;
  }
  for (const { end, inode: of } of companions) {
    if (of !== undefined && inodeOf(path + end) === of) renameSync(path + end, aside + end);
  }
  new DamageMark(path).clear();
  return aside;
}

function putBack(aside: string, path: string): void {
  if (existsSync(path)) return;
  linkSync(aside, path);
  unlinkSync(aside);
}

function freeName(path: string): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number += 1) {
    const name = `${path}.corrupt-${time}${number === 1 ? '' : `-${number}`}`;
    if (!existsSync(name)) return name;
  }
}

function readBeginning(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, BEGINNING_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
