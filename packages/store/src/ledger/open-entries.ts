import type { Connection } from '../connection';
import { addToBalances } from './balance-rows';
import { type EntryRow, findEntry, findOverdue, setState } from './entry-rows';

/** What an entry counts for while it is neither settled nor released, taken back. */
export function openMoney({ state, amount, leak }: EntryRow): { reserved: number; uncertain: number } {
  return { reserved: state === 'held' ? -amount : 0, uncertain: state === 'uncertain' ? -leak : 0 };
}

/** True where the call was held or uncertain. Errors of this file are SQLite's own. */
export function releaseCall(opened: Connection, callId: string): boolean {
  const entry = findEntry(opened, callId);
  if (entry?.state !== 'held' && entry?.state !== 'uncertain') return false;
  addToBalances(opened, entry.id, openMoney(entry));
  setState(opened, entry.id, 'released', 0);
  return true;
}

/** Answers how much was uncertain. */
export function forgiveCall(opened: Connection, callId: string): number | undefined {
  const entry = findEntry(opened, callId);
  if (entry?.state !== 'uncertain') return undefined;
  releaseCall(opened, callId);
  return entry.leak;
}

export interface Expiry {
  readonly now: number;
  readonly limit: number;
  /** Whose holds are overdue in any case. */
  readonly owner?: string | undefined;
}

/** Makes holds uncertain that have lasted too long. Answers how many. */
export function expireHolds(opened: Connection, { now, limit, owner }: Expiry): number {
  for (let count = 0; count < limit; count += 1) {
    // One by one, since nearly always there is none: a list takes longer to make.
    const entry = findOverdue(opened, now, owner);
    if (entry === undefined) return count;
    const { id, leak } = entry;
    addToBalances(opened, id, { ...openMoney(entry), uncertain: leak });
    setState(opened, id, leak === 0 ? 'released' : 'uncertain', leak);
  }
  return limit;
}
