import {
  type Awaitable,
  type Budget,
  type BudgetCharge,
  chargeOf,
  outputThatFits,
  type ReserveOutcome,
} from '@kagura/core';
import { type AdmissionParts, HOLD_TTL_MS } from './admission';
import { attempt, chain } from './awaitable';
import { exceeded, headroom } from './exceeded';
import type { Hold } from './hold';
import { leakOf } from './leaks';

/** Longer than any answer: what an amount pays for is looked for below this. */
const MOST_OUTPUT = 10_000_000;
/** Least output that is worth asking for. */
const LEAST_OUTPUT = 64;

export interface ExtensionParts extends AdmissionParts {
  /** Gives back what is held under an id. */
  readonly release: (callId: string) => void;
}

interface Extension {
  readonly callId: string;
  readonly nanoUsd: number;
  readonly budgets: readonly Budget[];
  /** Of the budgets, one by one. */
  readonly charges: readonly BudgetCharge[];
  /** All that is left was asked for. */
  readonly isLast: boolean;
}

/**
 * Watches a streamed answer whose cost was not bounded before it began. When it has used up what was held, more is
 * held; where that does not fit, the answer must stop.
 */
export class HoldExtension {
  readonly #parts: ExtensionParts;

  constructor(parts: ExtensionParts) {
    this.#parts = parts;
  }

  /** Takes a note of a chunk. Answers why the stream must stop, `undefined` as long as it may go on. */
  progress(hold: Hold, chunk: unknown): Error | undefined {
    hold.count(chunk);
    if (hold.stopReason || hold.hasEnded || hold.estimate.isHard) return hold.stopReason;
    hold.coveredTokens ??= this.#covered(hold);
    if (hold.streamedTokens > hold.coveredTokens && !hold.isExtending) {
      hold.isExtending = true;
      const costOfLeast = this.#costOf(hold, LEAST_OUTPUT) ?? 0;
      const extended = attempt(
        () => this.#extend(hold, Math.max(hold.heldNanoUsd, costOfLeast)),
        (error) => {
          // The call was let in, and its budgets bound what a process may do meanwhile.
          this.#parts.health.degraded('allow', error);
          hold.coveredTokens = Number.POSITIVE_INFINITY;
        },
      );
      void chain(extended, () => {
        hold.isExtending = false;
      });
    }
    return hold.stopReason;
  }

  #extend(hold: Hold, nanoUsd: number, isLast = false): Awaitable<void> {
    const { book, owner } = this.#parts;
    const now = book.ledger.now();
    const blocking = new Map(hold.charges.map(({ budgetId, blocks }) => [budgetId, blocks]));
    // A budget that was removed meanwhile stops nothing any more.
    const budgets = hold.budgets.filter(({ id }) => book.get(id) !== undefined);
    const charges = budgets.map((budget) => ({
      ...chargeOf(budget, now),
      blocks: blocking.get(budget.id) ?? false,
    }));
    const callId = `${hold.callId}+${hold.extensionIds.length + 1}`;
    const outcome = book.ledger.reserve({
      callId,
      amountNanoUsd: nanoUsd,
      leakNanoUsd: leakOf(hold.leaks, { nanoUsd, inputNanoUsd: 0, isHard: false }),
      charges,
      version: book.version,
      ttlMs: HOLD_TTL_MS,
      owner,
      model: hold.plan.model,
    });
    return chain(outcome, (told) => this.#hear(hold, told, { callId, nanoUsd, budgets, charges, isLast }));
  }

  #hear(hold: Hold, told: ReserveOutcome, asked: Extension): Awaitable<void> {
    const { book, health, release } = this.#parts;
    if (told.outcome === 'stale') return chain(book.refresh(), () => undefined);
    if (told.outcome === 'held') {
      // The answer has ended before the ledger's has come.
      if (hold.hasEnded) return release(asked.callId);
      hold.extensionIds.push(asked.callId);
      hold.heldNanoUsd += asked.nanoUsd;
      hold.coveredTokens = this.#covered(hold);
      return undefined;
    }
    if (hold.hasEnded) return undefined;
    const { charge, balances } = told;
    const left = headroom(asked.charges, balances);
    if (!asked.isLast && left >= (this.#costOf(hold, 1) ?? 1)) return this.#extend(hold, left, true);
    const index = asked.budgets.findIndex(({ id }) => id === charge.budgetId);
    const [budget, balance] = [asked.budgets[index], balances[index]];
    if (!budget || !balance) return undefined;
    health.decided(budget.id, 'cut');
    hold.stopReason = exceeded({ budget, charge, balance, requestedNanoUsd: null, now: book.ledger.now() });
    return undefined;
  }

  #covered(hold: Hold): number {
    if (this.#costOf(hold, 1) === undefined) return Number.POSITIVE_INFINITY;
    const left = hold.heldNanoUsd - hold.estimate.inputNanoUsd;
    return outputThatFits(left, MOST_OUTPUT, (tokens) => this.#costOf(hold, tokens)) ?? 0;
  }

  #costOf(hold: Hold, outputTokens: number): number | undefined {
    return this.#parts.estimator.costOf(hold, { inputTokens: 0, outputTokens });
  }
}
