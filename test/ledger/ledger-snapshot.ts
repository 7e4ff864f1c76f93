import {
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  chargeOf,
  type EntryState,
  type LedgerEntry,
} from '@kagura/core';
import type { LedgerFacts } from './ledger-facts';

/** What a ledger says of itself. */
export interface Snapshot {
  /** Money of every bucket that still counts or stays, by `placeKey`. */
  readonly places: ReadonlyMap<string, BudgetBalance>;
  /** Money of every budget as it counts now, by its id. */
  readonly windows: ReadonlyMap<string, BudgetBalance>;
  readonly entries: readonly LedgerEntry[];
}

const STATES: readonly EntryState[] = ['held', 'settled', 'released', 'uncertain'];
const MOST = 1_000;

export const NOTHING: BudgetBalance = { settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 };

export function placeKey({ budgetId, bucket }: Pick<BudgetCharge, 'budgetId' | 'bucket'>): string {
  return `${budgetId} ${bucket}`;
}

/** Looks at all that the facts tell of. */
export async function observe(ledger: BudgetLedger, facts: LedgerFacts): Promise<Snapshot> {
  const places = placesOf(facts);
  const windows = [...facts.known.values()].map((budget) => chargeOf(budget, facts.now));
  const balances = await ledger.balances([...places.values(), ...windows]);
  const entries: LedgerEntry[] = [];
  for (const state of STATES) entries.push(...(await ledger.entries({ state, limit: MOST })));
  return {
    places: new Map([...places.keys()].map((key, index) => [key, balances[index]!])),
    windows: new Map(windows.map(({ budgetId }, index) => [budgetId, balances[places.size + index]!])),
    entries,
  };
}

/** Charges of one bucket each. */
function placesOf(facts: LedgerFacts): Map<string, BudgetCharge> {
  const places = new Map<string, BudgetCharge>();
  for (const charge of facts.calls.flatMap(({ charges }) => charges)) {
    const { budgetId, bucket, start } = charge;
    // What is past of a length of time may be forgotten.
    if (start !== bucket && bucket < facts.startOf(budgetId)) continue;
    places.set(placeKey(charge), { ...charge, start: bucket, bucketEnd: bucket + 1 });
  }
  return places;
}
