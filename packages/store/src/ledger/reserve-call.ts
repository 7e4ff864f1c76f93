import type { BudgetBalance, BudgetCharge, Reservation, ReserveOutcome } from '@kagura/core';
import type { Connection } from '../connection';
import { addToBalances, dropPast, readBalances } from './balance-rows';
import { type Book, keepTime } from './book';
import { findEntry, insertEntry } from './entry-rows';
import { expireHolds } from './open-entries';

/** What one call pays for those whose process died. */
const MAX_EXPIRED = 20;

/** Holds the amount in every budget of the call, or in none. Errors are SQLite's own. */
export function reserveCall(opened: Connection, book: Book, reservation: Reservation): ReserveOutcome {
  const { callId, charges, version } = reservation;
  if (findEntry(opened, callId)) return { outcome: 'held', balances: readBalances(opened, charges) };
  if (version !== book.version) return { outcome: 'stale', reason: 'budgets' };
  if (!charges.every((charge) => isOf(charge, book.now))) return { outcome: 'stale', reason: 'clock' };
  expireHolds(opened, { now: book.now, limit: MAX_EXPIRED });
  const balances = readBalances(opened, charges);
  const charge = firstExceeded(reservation, balances);
  if (charge) return { outcome: 'denied', charge, balances };
  hold(opened, book, reservation);
  return { outcome: 'held', balances: balances.map((balance) => withHold(balance, reservation)) };
}

function isOf({ bucket, bucketEnd }: BudgetCharge, now: number): boolean {
  return bucket <= now && now < bucketEnd;
}

function firstExceeded(
  { charges, amountNanoUsd }: Reservation,
  balances: readonly BudgetBalance[],
): BudgetCharge | undefined {
  return charges.find((charge, index) => {
    const { settledNanoUsd = 0, reservedNanoUsd = 0, uncertainNanoUsd = 0 } = balances[index] ?? {};
    const sum = settledNanoUsd + reservedNanoUsd + uncertainNanoUsd + amountNanoUsd;
    return charge.blocks && sum > charge.limitNanoUsd;
  });
}

function hold(opened: Connection, book: Book, reservation: Reservation): void {
  const { callId, amountNanoUsd, leakNanoUsd, charges, ttlMs, owner, agent, model } = reservation;
  const entry = {
    callId,
    state: 'held',
    amount: amountNanoUsd,
    leak: leakNanoUsd,
    counted: amountNanoUsd,
    owner,
    agent: agent ?? null,
    model: model ?? null,
    createdAt: book.now,
    expiresAt: book.now + ttlMs,
  } as const;
  const id = insertEntry(opened, entry, charges);
  addToBalances(opened, id, { reserved: amountNanoUsd });
  for (const charge of charges) dropPast(opened, charge);
  keepTime(opened, book, Math.max(0, ...charges.map((charge) => charge.bucket)));
}

function withHold(balance: BudgetBalance, { amountNanoUsd }: Reservation): BudgetBalance {
  return { ...balance, reservedNanoUsd: balance.reservedNanoUsd + amountNanoUsd };
}
