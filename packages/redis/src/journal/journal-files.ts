import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../error-code';

/** Name of one file of one ledger in one process, beside the path that the application has given. */
export function journalFile(path: string, owner: string, index: number): string {
  return `${path}.${process.pid}-${owner}-${index}`;
}

/** Files of processes that have ended, the oldest first. */
export function abandonedFiles(path: string, owner: string): string[] {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  return readdirSync(folder)
    .flatMap((name) => {
      const [, pid = '', other = ''] =
        /^(\d+)-([0-9a-f]+)-\d+$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
      if (pid === '' || other === owner) return [];
      const file = join(folder, name);
      const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
      if (writtenAt === undefined || isRunning(Number(pid), writtenAt)) return [];
      return [{ file, writtenAt }];
    })
    .sort((one, other) => one.writtenAt - other.writtenAt)
    .map(({ file }) => file);
}

/** In a container every process may have the same number: then it is an earlier one's that was written before this began. */
function isRunning(pid: number, writtenAt: number): boolean {
  if (pid === process.pid) return writtenAt >= Date.now() - process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
