import type { Budget } from '@kagura/core';
import { chargeOf } from '@kagura/core';
import type { BudgetBook } from './budget-book';

/** What this process spends while the ledger cannot be asked. */
export class Grace {
  readonly #book: BudgetBook;
  readonly #spent = new Map<string, number>();

  constructor(book: BudgetBook) {
    this.#book = book;
  }

  /** The first budget whose own policy says that the call must not be made; takes its amount from the others' grace. */
  refusal(budgets: readonly Budget[], nanoUsd: number): Budget | undefined {
    const refusing = budgets.find((budget) => !this.#allows(budget, nanoUsd));
    if (refusing) return refusing;
    for (const { id } of budgets) this.#spent.set(id, (this.#spent.get(id) ?? 0) + nanoUsd);
    return undefined;
  }

  get isUsed(): boolean {
    return this.#spent.size > 0;
  }

  /** The ledger answers again, and knows what was spent. */
  reset(): void {
    this.#spent.clear();
  }

  #allows(budget: Budget, nanoUsd: number): boolean {
    const { onLedgerUnavailable, limitNanoUsd, graceNanoUsd } = budget;
    if (onLedgerUnavailable !== 'local') return onLedgerUnavailable === 'allow';
    const spent = (this.#spent.get(budget.id) ?? 0) + nanoUsd;
    const known = this.#book.lastKnown(chargeOf(budget, this.#book.ledger.now()));
    const before = known ? known.settledNanoUsd + known.reservedNanoUsd + known.uncertainNanoUsd : 0;
    return spent <= graceNanoUsd && before + spent <= limitNanoUsd;
  }
}
