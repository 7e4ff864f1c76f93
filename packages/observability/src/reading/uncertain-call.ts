import type { LedgerEntry } from '@kagura/core';
import { toUsd } from './cost-summary';

/** A call of which nobody will tell what it cost, because its process died. */
export interface UncertainCall {
  /** For `forgive`. */
  readonly callId: string;
  /** What is counted for it, in US dollars. */
  readonly amount: number;
  readonly nanoUsd: number;
  readonly agent: string | null;
  readonly model: string | null;
  readonly budgetIds: readonly string[];
  /** When it began. */
  readonly at: Date;
}

export function toUncertainCall(entry: LedgerEntry): UncertainCall {
  return {
    callId: entry.callId,
    amount: toUsd(entry.countedNanoUsd),
    nanoUsd: entry.countedNanoUsd,
    agent: entry.agent,
    model: entry.model,
    budgetIds: entry.budgetIds,
    at: new Date(entry.createdAt),
  };
}
