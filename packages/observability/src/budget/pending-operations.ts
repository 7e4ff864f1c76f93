import {
  type Awaitable,
  type BudgetLedger,
  KaguraError,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';
import { chain } from './awaitable';

/** What could not be told to the ledger: a settlement, or the id of a call to release. */
export type PendingOperation = Settlement | string;

export interface PendingListener {
  /** The ledger knows of it now. */
  settled(settlement: Settlement, outcome: SettleOutcome): void;
  /** There was no room for it. */
  dropped(): void;
  /** The ledger does not take it, whenever it is told. */
  refused(error: unknown): void;
}

const MAX_PENDING = 10_000;

/** Settlements that wait until the ledger can be reached again. They are idempotent, so that one may be told twice. */
export class PendingOperations {
  readonly #ledger: BudgetLedger;
  readonly #listener: PendingListener;
  readonly #operations: PendingOperation[] = [];
  #replaying: Promise<boolean> | undefined;

  constructor(ledger: BudgetLedger, listener: PendingListener) {
    this.#ledger = ledger;
    this.#listener = listener;
  }

  get size(): number {
    return this.#operations.length;
  }

  add(operation: PendingOperation): void {
    if (this.#operations.length >= MAX_PENDING) this.#listener.dropped();
    else this.#operations.push(operation);
  }

  /** Tells what waits, in order, until the ledger fails again. True when nothing waits any more. Never rejects. */
  replay(): Promise<boolean> {
    this.#replaying ??= this.#replay().finally(() => {
      this.#replaying = undefined;
    });
    return this.#replaying;
  }

  /** The same for a ledger that answers at once. Never throws. */
  replayNow(): void {
    if (!this.#ledger.isSynchronous) return;
    for (let next = this.#operations[0]; next !== undefined; next = this.#operations[0]) {
      try {
        void this.#tell(next);
      } catch (error) {
        if (isUnavailable(error)) return;
        this.#listener.refused(error);
      }
      this.#remove(next);
    }
  }

  async #replay(): Promise<boolean> {
    for (let next = this.#operations[0]; next !== undefined; next = this.#operations[0]) {
      try {
        await this.#tell(next);
      } catch (error) {
        if (isUnavailable(error)) return false;
        this.#listener.refused(error);
      }
      this.#remove(next);
    }
    return true;
  }

  #tell(operation: PendingOperation): Awaitable<unknown> {
    if (typeof operation === 'string') return this.#ledger.release(operation);
    return chain(this.#ledger.settle(operation), (outcome) => this.#listener.settled(operation, outcome));
  }

  /** It may have been told in the other way meanwhile. */
  #remove(operation: PendingOperation): void {
    if (this.#operations[0] === operation) this.#operations.shift();
  }
}

export function isUnavailable(error: unknown): boolean {
  return KaguraError.isInstance(error) && error.code === 'KAGURA_LEDGER_UNAVAILABLE';
}
