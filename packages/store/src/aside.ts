import { type ChildProcess, spawn } from 'node:child_process';
import { DamageMark } from './damage-mark';
import { inodeOf } from './database-file';
import { driverPath } from './driver';
import { childEnvironment } from './environment';
import { SQLITE } from './sqlite-code';

export type AsideOutcome = 'done' | 'damaged' | 'unknown';

/** Exit codes of the script. */
const DONE = 0;
const DAMAGED = 3;
const UNKNOWN = 4;

/** So long may the copying back of the log keep writers waiting, whose rows are then queued in memory. */
const LOCK_WAIT_MS = 500;

/**
 * As text, so that nothing has to be found beside a bundled program. It may outlive the process that started it, but
 * does not begin when that has ended: whoever waited for it may be removing the folder.
 */
const SCRIPT = `
const [driver, path, statement, mark, inode, parent] = process.argv.slice(1);
if (String(process.ppid) !== parent) process.exit(${UNKNOWN});
let code = ${UNKNOWN};
try {
  const { DatabaseSync } = driver ? require(driver) : process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(path, { readOnly: statement.includes('check('), timeout: ${LOCK_WAIT_MS} });
  const [row] = database.prepare(statement).all();
  const isDamaged = 'quick_check' in row && row.quick_check !== 'ok';
  code = isDamaged ? ${DAMAGED} : ${DONE};
} catch (error) {
  if ([${SQLITE.CORRUPT}, ${SQLITE.NOTADB}].includes(error.errcode & 255)) code = ${DAMAGED};
}
if (code === ${DAMAGED}) require('node:fs').writeFileSync(mark, inode, { mode: 0o600 });
process.exit(code);`;

/**
 * Runs what takes long on a large file in a process of its own: in this one it would stop the event loop, and in a
 * thread it would hold up the end of the process. Damage that shows leaves its mark. Neither the call nor the process
 * keeps this one alive, and nothing is thrown.
 */
export function runAside(
  path: string,
  statement: 'PRAGMA quick_check(1)' | 'PRAGMA wal_checkpoint(TRUNCATE)',
  onEnd: (outcome: AsideOutcome) => void,
): void {
  const child = start([path, statement, new DamageMark(path).path, inodeOf(path) ?? '', String(process.pid)]);
  if (!child) {
    onEnd('unknown');
    return;
  }
  child.once('error', () => onEnd('unknown'));
  child.once('exit', (code) => onEnd(code === DONE ? 'done' : code === DAMAGED ? 'damaged' : 'unknown'));
  child.unref();
}

function start(args: readonly string[]): ChildProcess | undefined {
  try {
    const options = { stdio: 'ignore', windowsHide: true, env: childEnvironment() } as const;
    return spawn(process.execPath, ['-e', SCRIPT, driverPath() ?? '', ...args], options);
  } catch {
    // Node.js's permission model and some platforms allow no processes: then there is no check.
    return undefined;
  }
}
