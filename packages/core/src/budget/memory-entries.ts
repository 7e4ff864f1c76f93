import type { EntryState, LedgerEntry } from './ledger-entry';
import type { Place } from './memory-balances';

/** The books on one call, as the ledger changes them. */
export interface MemoryEntry {
  readonly callId: string;
  state: EntryState;
  readonly amountNanoUsd: number;
  countedNanoUsd: number;
  /** What becomes uncertain. */
  readonly leakNanoUsd: number;
  readonly places: readonly Place[];
  readonly owner: string;
  readonly agent: string | null;
  readonly model: string | null;
  readonly createdAt: number;
  expiresAt: number;
}

/** Calls by their ids, in the order in which they came. */
export class MemoryEntries {
  readonly #entries = new Map<string, MemoryEntry>();
  /** Those that are held: few among all that are kept. */
  readonly #held = new Set<MemoryEntry>();
  /** No hold is overdue before. */
  #earliestExpiry = Number.POSITIVE_INFINITY;

  find(callId: string): MemoryEntry | undefined {
    return this.#entries.get(callId);
  }

  add(entry: MemoryEntry): MemoryEntry {
    this.#entries.set(entry.callId, entry);
    if (entry.state === 'held') {
      this.#held.add(entry);
      this.#earliestExpiry = Math.min(this.#earliestExpiry, entry.expiresAt);
    }
    return entry;
  }

  /** A call never becomes held again. */
  move(entry: MemoryEntry, state: Exclude<EntryState, 'held'>, countedNanoUsd: number): void {
    this.#held.delete(entry);
    entry.state = state;
    entry.countedNanoUsd = countedNanoUsd;
  }

  /** Only of a call that is held. */
  renew(callId: string, expiresAt: number): void {
    const entry = this.#entries.get(callId);
    if (entry?.state !== 'held') return;
    entry.expiresAt = expiresAt;
    this.#earliestExpiry = Math.min(this.#earliestExpiry, expiresAt);
  }

  /** Holds that have lasted too long, and those of an owner in any case: at most `limit`, the first to expire first. */
  overdue({ now, limit, owner }: { now: number; limit: number; owner?: string | undefined }): MemoryEntry[] {
    if (owner === undefined && now < this.#earliestExpiry) return [];
    const held = [...this.#held].sort((a, b) => a.expiresAt - b.expiresAt);
    // A hold that is found here and stays, because of the limit, is the earliest of those that are left.
    const found = held.filter((entry) => entry.expiresAt <= now || entry.owner === owner).slice(0, limit);
    this.#earliestExpiry = held[0]?.expiresAt ?? Number.POSITIVE_INFINITY;
    return found;
  }

  list(state: EntryState, limit: number): LedgerEntry[] {
    const listed: LedgerEntry[] = [];
    for (const entry of state === 'held' ? this.#held : this.#entries.values()) {
      if (listed.length >= limit) break;
      if (entry.state === state) listed.push(toLedgerEntry(entry));
    }
    return listed;
  }

  /** Forgets settled and released calls. Answers how many. */
  prune(before: number, limit: number): number {
    let count = 0;
    for (const { callId, state, createdAt } of this.#entries.values()) {
      if (count >= limit || createdAt >= before) break;
      if (state !== 'settled' && state !== 'released') continue;
      this.#entries.delete(callId);
      count++;
    }
    return count;
  }
}

function toLedgerEntry({ leakNanoUsd, places, ...entry }: MemoryEntry): LedgerEntry {
  return { ...entry, budgetIds: places.map((place) => place.budgetId) };
}
