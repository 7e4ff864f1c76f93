import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const FOLDER = '.kagura';
const FILE = 'kagura.db';

/** The nearest existing `.kagura/kagura.db`, from `cwd` upward; `undefined` when there is none. */
export function findDatabase(cwd: string): string | undefined {
  const home = nearest(cwd, (folder) => existsSync(join(folder, FOLDER, FILE)));
  return home && join(home, FOLDER, FILE);
}

/**
 * Where a new database goes: into the nearest existing `.kagura` folder from `cwd` upward, else into a new one beside
 * the nearest `package.json`, else into a new one in `cwd`.
 */
export function defaultDatabasePath(cwd: string): string {
  const home =
    nearest(cwd, (folder) => isFolder(join(folder, FOLDER))) ??
    nearest(cwd, (folder) => existsSync(join(folder, 'package.json'))) ??
    resolve(cwd);
  return join(home, FOLDER, FILE);
}

function nearest(cwd: string, matches: (folder: string) => boolean): string | undefined {
  let folder = resolve(cwd);
  while (!matches(folder)) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
