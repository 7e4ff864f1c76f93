import type { Warn } from '../store-warning';

/** Kept no more often than this, as it makes one more page of every transaction. */
const KEEP_EVERY_MS = 1_000;
/** By so much a clock may go back, as it does when it is set right, before somebody is told. */
const TOLERATED_MS = 5 * 60_000;

export interface LedgerClockOptions {
  readonly path: string;
  readonly now: () => number;
  readonly warn: Warn;
}

/**
 * The wall clock that never goes back: not when it is set back, nor, to within a second, between processes; and
 * never from a bucket that was charged to one before it.
 */
export class LedgerClock {
  readonly #options: LedgerClockOptions;
  #latest = 0;
  #isBehind = false;

  constructor(options: LedgerClockOptions) {
    this.#options = options;
  }

  /** As far as it is known without asking the ledger. */
  now(): number {
    return this.meet(this.#latest);
  }

  /** The time, after what the ledger says of it. */
  meet(kept: number): number {
    const wall = this.#options.now();
    this.#latest = Math.max(wall, kept, this.#latest);
    this.#tell(this.#latest - wall);
    return this.#latest;
  }

  /** True where the ledger has to know of a time, since it last did, because a bucket is charged. */
  static isToKeep(now: number, kept: number, bucket: number): boolean {
    return now - kept >= KEEP_EVERY_MS || bucket > kept;
  }

  #tell(behindMs: number): void {
    const isBehind = behindMs > TOLERATED_MS;
    if (isBehind && !this.#isBehind) {
      const { path, warn } = this.#options;
      warn({
        code: 'KAGURA_LEDGER_CLOCK',
        message:
          `The clock is ${Math.round(behindMs / 60_000)} minutes behind that of the ledger ${path}, which does not go ` +
          `back: budgets count as at ${new Date(this.#latest).toISOString()} until the clock has caught up. ` +
          'Set the clock right if it is wrong.',
      });
    }
    this.#isBehind = isBehind;
  }
}
