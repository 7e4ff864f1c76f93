import type { BudgetLedger, Settlement } from '@kagura/core';

/** What could not be told to the ledger: a settlement, or the id of a call to release. */
export type PendingOperation = Settlement | string;

const MAX_PENDING = 10_000;

/** Settlements that wait until the ledger can be reached again. They are idempotent, so that one may be told twice. */
export class PendingOperations {
  readonly #ledger: BudgetLedger;
  readonly #onDrop: () => void;
  #operations: PendingOperation[] = [];
  #isReplaying = false;

  constructor(ledger: BudgetLedger, onDrop: () => void) {
    this.#ledger = ledger;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#operations.length;
  }

  add(operation: PendingOperation): void {
    if (this.#operations.length >= MAX_PENDING) this.#onDrop();
    else this.#operations.push(operation);
  }

  /** Tells what waits, in order, until the ledger fails again. True when nothing waits any more. Never rejects. */
  async replay(): Promise<boolean> {
    if (this.#isReplaying) return false;
    this.#isReplaying = true;
    try {
      for (let next = this.#operations[0]; next !== undefined; next = this.#operations[0]) {
        await (typeof next === 'string' ? this.#ledger.release(next) : this.#ledger.settle(next));
        this.#operations.shift();
      }
      return true;
    } catch {
      // Still unreachable: they wait for the next time.
      return false;
    } finally {
      this.#isReplaying = false;
    }
  }

  /** The same for a ledger that answers at once, when the process ends. */
  replayNow(): void {
    if (!this.#ledger.isSynchronous) return;
    while (this.#operations.length > 0) {
      const [next] = this.#operations;
      if (typeof next === 'string') this.#ledger.release(next);
      else if (next) this.#ledger.settle(next);
      this.#operations.shift();
    }
  }
}
