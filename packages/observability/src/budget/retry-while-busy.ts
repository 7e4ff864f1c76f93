import { setTimeout as delay } from 'node:timers/promises';
import { type Awaitable, type BudgetLedger, KaguraError, LedgerUnavailableError } from '@kagura/core';

const LONGEST_MS = 2_000;
const LONGEST_PAUSE_MS = 50;

/**
 * Waits for a ledger whose file is locked by others, without stopping the event loop. One asks for all that wait: each
 * try stands still for as long as the ledger itself waits.
 */
export class RetryWhileBusy {
  readonly #ledger: BudgetLedger;
  #probing: Promise<void> | undefined;

  constructor(ledger: BudgetLedger) {
    this.#ledger = ledger;
  }

  /** The file was locked when it was last asked for: whoever can wait need not try. */
  get isBusy(): boolean {
    return this.#probing !== undefined;
  }

  /** Asks again as soon as the file is free; fails as it did where it stays locked, or the failure is another. */
  async again<T>(ask: () => Awaitable<T>, failure?: unknown): Promise<T> {
    const deadline = performance.now() + LONGEST_MS;
    let error: unknown =
      failure ?? new LedgerUnavailableError(`The ledger in ${this.#ledger.name} is locked by others.`);
    if (failure !== undefined && !isLocked(failure)) throw failure;
    while (performance.now() < deadline) {
      await this.watch();
      try {
        return await ask();
      } catch (failed) {
        error = failed;
        if (!isLocked(failed)) throw failed;
      }
    }
    throw error;
  }

  /** Looks until the file is free or has been locked for too long; never rejects. */
  watch(): Promise<void> {
    this.#probing ??= this.#untilFree().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  async #untilFree(): Promise<void> {
    const deadline = performance.now() + LONGEST_MS;
    do {
      // Those who wait for the same lock must not all ask at the same moment.
      await delay(LONGEST_PAUSE_MS * (0.5 + Math.random()));
      try {
        await this.#ledger.expire({ limit: 1 });
        return;
      } catch (error) {
        // What else is wrong with it will be told to those who ask.
        if (!isLocked(error)) return;
      }
    } while (performance.now() < deadline);
  }
}

/** A file that another connection writes to, and not one that cannot be used. */
export function isLocked(error: unknown): boolean {
  if (!KaguraError.isInstance(error) || error.code !== 'KAGURA_LEDGER_UNAVAILABLE') return false;
  return KaguraError.isInstance(error.cause) && error.cause.code === 'KAGURA_DB_LOCKED';
}
