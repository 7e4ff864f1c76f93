import type { Budget, BudgetLedger, EntryState } from '@kagura/core';
import { budgetOf, LedgerRequests } from '../ledger-requests';
import { VirtualClock } from '../virtual-clock';

/** A ledger that a test has made for itself. */
export interface TestedLedger {
  readonly ledger: BudgetLedger;
  /** Leaves the ledger as a process leaves it that is killed, and opens it anew; `ledger` is that one from then on. */
  reopen?(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** A new ledger without budgets, which takes its time from the clock. */
export type MakeLedger = (clock: VirtualClock) => TestedLedger | Promise<TestedLedger>;

export const NOON = Date.UTC(2026, 2, 10, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const STATES: readonly EntryState[] = ['held', 'settled', 'released', 'uncertain'];
/** The largest limit, and money near it, where JavaScript's products are no longer exact. */
export const LARGEST = Number.MAX_SAFE_INTEGER;

export const hourly = budgetOf({ id: 'hourly' });

/** What one test works with. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly ledger: BudgetLedger;
  readonly ask: LedgerRequests;
}

/** Makes the body of a test: a ledger with budgets, at noon. */
export type WithLedger = (
  body: (bench: Bench) => Promise<void>,
  ...budgets: readonly Budget[]
) => () => Promise<void>;

export function withLedgerOf(makeLedger: MakeLedger): WithLedger {
  return (body, ...budgets) =>
    async () => {
      const clock = new VirtualClock(NOON);
      const { ledger, close } = await makeLedger(clock);
      try {
        for (const budget of budgets) await ledger.putBudget(budget);
        await body({ clock, ledger, ask: new LedgerRequests(ledger) });
      } finally {
        await close();
      }
    };
}

/** A call in a state, by a budget that is called hourly. */
export async function holdsFor({ ledger, ask }: Bench, callId: string, state: EntryState) {
  const { reservation } = await ask.reserve({ callId, owner: `owner of ${callId}` }, 'hourly');
  if (state === 'settled') await ask.settle(callId, 7, reservation.charges);
  if (state === 'released') await ledger.release(callId);
  if (state === 'uncertain') await ledger.expire({ limit: 1, owner: `owner of ${callId}` });
  return reservation;
}
