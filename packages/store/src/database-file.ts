import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from './sqlite-code';
import { StoreError } from './store-error';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/**
 * Makes the folder and an empty file where they are missing, readable by the owner alone whatever the umask: SQLite
 * itself would create the file readable by everyone, and gives `-wal` and `-shm` the mode of the file. True where there
 * was no file.
 *
 * @throws StoreError
 */
export function createDatabaseFile(path: string): boolean {
  const existing = inspect(path);
  if (existing) {
    refuseFolder(path, existing);
    refuseForeign(path, existing);
    return false;
  }
  try {
    createFolder(dirname(path));
    const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    closeSync(openSync(path, flags, OWNER_ONLY_FILE));
    return true;
  } catch (error) {
    throw unreadable(path, 'cannot be created', error);
  }
}

/** What tells a file from another one of the same name; `undefined` where there is none. */
export function inodeOf(path: string): string | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino.toString();
}

/**
 * @param filledBy what makes the file
 * @throws StoreError
 */
export function requireDatabaseFile(path: string, filledBy: string): void {
  const existing = inspect(path);
  if (!existing) {
    throw new StoreError(
      'KAGURA_DB_NOT_FOUND',
      `There is no database at ${path}. It is made by ${filledBy}; check the path if that has happened.`,
    );
  }
  refuseFolder(path, existing);
}

function inspect(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(path, 'cannot be reached', error);
  }
}

function createFolder(folder: string): void {
  const created = mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  if (!created && basename(folder) !== '.kagura') return;
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: OWNER_ONLY_FILE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function refuseFolder(path: string, stats: Stats): void {
  if (!stats.isDirectory()) return;
  throw new StoreError(
    'KAGURA_DB_UNREADABLE',
    `The database ${path} cannot be opened: it is a folder. Name the file inside it, usually kagura.db.`,
  );
}

/** Whoever placed a link or owns the file would read the prompts that are written to it. */
function refuseForeign(path: string, stats: Stats): void {
  const user = process.getuid?.();
  const isForeign = user !== undefined && user !== 0 && stats.uid !== 0 && stats.uid !== user;
  if (!stats.isSymbolicLink() && !isForeign) return;
  const what = stats.isSymbolicLink() ? 'it is a symbolic link' : 'it belongs to another user';
  throw new StoreError(
    'KAGURA_DB_UNREADABLE',
    `The database ${path} is not written to: ${what}. Name a file of your own.`,
  );
}

function unreadable(path: string, what: string, cause: unknown): StoreError {
  return new StoreError(
    'KAGURA_DB_UNREADABLE',
    `The database ${path} ${what}: ${messageOf(cause)}. Choose another place, or change the permissions of this one.`,
    { cause },
  );
}
