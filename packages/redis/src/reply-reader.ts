import type { BudgetBalance, BudgetCharge } from '@kagura/core';

/** Reads the texts of a script's answer one after the other. */
export class ReplyReader {
  readonly #values: readonly unknown[];
  #position = 0;

  /** @throws TypeError for what no script answers */
  constructor(reply: unknown) {
    if (!Array.isArray(reply)) throw new TypeError('the answer is not a list');
    this.#values = reply;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#values.length;
  }

  /** Clients that are set to give buffers give the same text. */
  text(): string {
    if (this.isAtEnd) throw new TypeError('the answer is too short');
    const value = this.#values[this.#position];
    this.#position += 1;
    return String(value);
  }

  number(): number {
    const value = Number(this.text());
    if (Number.isFinite(value)) return value;
    throw new TypeError('the answer has a text in place of a number');
  }

  balances(charges: readonly BudgetCharge[]): BudgetBalance[] {
    return charges.map(() => ({
      settledNanoUsd: this.number(),
      reservedNanoUsd: this.number(),
      uncertainNanoUsd: this.number(),
    }));
  }
}
