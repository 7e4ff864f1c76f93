export type EntryState = 'held' | 'settled' | 'released' | 'uncertain';

/** The books on one call. */
export interface LedgerEntry {
  readonly callId: string;
  readonly state: EntryState;
  /** What was held at first. */
  readonly amountNanoUsd: number;
  /** What counts now: the hold, what it has cost, or what is uncertain. */
  readonly countedNanoUsd: number;
  readonly owner: string;
  readonly agent: string | null;
  readonly model: string | null;
  readonly budgetIds: readonly string[];
  /** Milliseconds since the Unix epoch, on the ledger's clock. */
  readonly createdAt: number;
  readonly expiresAt: number;
}
