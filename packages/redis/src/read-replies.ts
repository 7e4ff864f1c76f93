import type { BudgetCharge, EntryState, LedgerEntry, ReserveOutcome, ThresholdCrossing } from '@kagura/core';
import type { ReplyReader } from './reply-reader';

/** @throws TypeError for what the script does not answer */
export function readReservation(reply: ReplyReader, charges: readonly BudgetCharge[]): ReserveOutcome {
  const outcome = reply.text();
  if (outcome === 'held') return { outcome, balances: reply.balances(charges) };
  if (outcome === 'stale') return { outcome, reason: reply.text() === 'clock' ? 'clock' : 'budgets' };
  const charge = charges[reply.number()];
  if (outcome !== 'denied' || charge === undefined) throw new TypeError('unknown outcome of a reservation');
  return { outcome, charge, balances: reply.balances(charges) };
}

export function readCrossings(reply: ReplyReader): ThresholdCrossing[] {
  const crossings: ThresholdCrossing[] = [];
  while (!reply.isAtEnd) {
    crossings.push({
      budgetId: reply.text(),
      period: reply.number(),
      threshold: reply.number(),
      settledNanoUsd: reply.number(),
      limitNanoUsd: reply.number(),
    });
  }
  return crossings;
}

export function readEntries(reply: ReplyReader): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  while (!reply.isAtEnd) entries.push(readEntry(reply));
  return entries;
}

function readEntry(reply: ReplyReader): LedgerEntry {
  const fields = {
    callId: reply.text(),
    state: reply.text() as EntryState,
    amountNanoUsd: reply.number(),
    countedNanoUsd: reply.number(),
    owner: reply.text(),
    agent: reply.text() || null,
    model: reply.text() || null,
    createdAt: reply.number(),
    expiresAt: reply.number(),
  };
  const budgetIds = Array.from({ length: reply.number() }, () => reply.text());
  return { ...fields, budgetIds };
}
