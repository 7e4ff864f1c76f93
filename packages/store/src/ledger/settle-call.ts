import type { Settlement, SettleOutcome } from '@kagura/core';
import type { Connection } from '../connection';
import { addToBalances, readBalances } from './balance-rows';
import { type Book, keepTime } from './book';
import { budgetIdsOf, type EntryRow, findEntry, insertEntry, setState } from './entry-rows';
import { openMoney } from './open-entries';
import { crossThresholds } from './threshold-rows';

/** Books what a call has cost, once. Errors are SQLite's own. */
export function settleCall(opened: Connection, book: Book, settlement: Settlement): SettleOutcome {
  const { callId, amountNanoUsd, charges } = settlement;
  const entry = findEntry(opened, callId) ?? insertUnknown(opened, book, settlement);
  const isFirst = entry.state !== 'settled';
  if (isFirst) {
    addToBalances(opened, entry.id, { ...openMoney(entry), settled: amountNanoUsd });
    setState(opened, entry.id, 'settled', amountNanoUsd);
    keepTime(opened, book);
  }
  const balances = readBalances(opened, charges);
  if (!isFirst) return { isFirst, balances, crossings: [] };
  const booked = new Set(budgetIdsOf(opened, entry.id));
  const crossings = charges.flatMap((charge, index) => {
    const balance = balances[index];
    return balance && booked.has(charge.budgetId) ? crossThresholds(opened, charge, balance) : [];
  });
  return { isFirst, balances, crossings };
}

/** A call that nothing was held for, or whose hold was lost. */
function insertUnknown(opened: Connection, book: Book, { callId, charges }: Settlement): EntryRow {
  const entry = {
    callId,
    state: 'released',
    amount: 0,
    leak: 0,
    counted: 0,
    owner: '',
    agent: null,
    model: null,
    createdAt: book.now,
    expiresAt: book.now,
  } as const;
  return { ...entry, id: insertEntry(opened, entry, charges) };
}
