import type { BudgetCharge } from './budget-charge';

/** Money of a budget in its window, in nano-dollars. */
export interface BudgetBalance {
  readonly settledNanoUsd: number;
  /** Held for calls that run. */
  readonly reservedNanoUsd: number;
  /** Held for calls of which nobody will tell what they cost, because their process died. */
  readonly uncertainNanoUsd: number;
}

export interface Reservation {
  /** Unique to the call, and the same when the question is asked again. */
  readonly callId: string;
  /** What the call may cost. */
  readonly amountNanoUsd: number;
  /** What becomes uncertain when nobody settles in time; at most the amount. */
  readonly leakNanoUsd: number;
  readonly charges: readonly BudgetCharge[];
  /** Version of the budgets that the charges were made from. */
  readonly version: number;
  /** How long the hold lasts unless it is renewed, in milliseconds. */
  readonly ttlMs: number;
  /** Who holds it, by which the holds of a process that died are found. */
  readonly owner: string;
  /** Shown with an uncertain hold. */
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
}

export type ReserveOutcome =
  /** `balances` belong to the charges one by one, the hold included. */
  | { readonly outcome: 'held'; readonly balances: readonly BudgetBalance[] }
  /** Nothing was written. `charge` is the first that it does not fit. */
  | {
      readonly outcome: 'denied';
      readonly charge: BudgetCharge;
      readonly balances: readonly BudgetBalance[];
    }
  /** The charges are not of this moment or of these budgets. Make them anew, by `now()` and `budgets()`, and ask again. */
  | { readonly outcome: 'stale'; readonly reason: 'budgets' | 'clock' };
