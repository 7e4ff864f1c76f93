import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Fields of /proc/<pid>/stat after the name, which may itself hold spaces: the state comes first. */
const STATE = 0;
const START_TIME = 19;

/** A process has ended where only its exit code is still kept for its parent. */
const ENDED = ['Z', 'X'];

/**
 * Who this process is, among all that there have been: where process ids count (a boot of a machine and, on Linux, the
 * namespace, as containers count for themselves), its id, and when it was started.
 */
export function processOwner(): string {
  return `${machine()}/${process.pid}/${startTime()}`;
}

/** True where the process is known to have ended: it belongs here, and is gone or another has its id. */
export function hasOwnerDied(owner: string): boolean {
  const [where, id, started, ...rest] = owner.split('/');
  const pid = Number(id);
  if (where !== machine() || started === undefined || rest.length > 0 || !isProcessId(pid)) return false;
  if (!isProcessThere(pid)) return true;
  const stat = readStat(pid);
  if (stat === undefined) return false;
  return ENDED.includes(stat[STATE] ?? '') || stat[START_TIME] !== started;
}

/** Zero and negative numbers are groups of processes to the operating system. */
function isProcessId(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}

function machine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const [namespace = ''] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return `${boot}-${namespace}`;
  } catch {
    // Not Linux: process ids count for the whole machine.
    return hostname();
  }
}

function startTime(): string {
  return readStat(process.pid)?.[START_TIME] ?? String(Math.round(performance.timeOrigin));
}

function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // Not Linux, or it is hidden from other users.
    return undefined;
  }
}

function isProcessThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Any other error, such as a missing permission, comes of a process that is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
