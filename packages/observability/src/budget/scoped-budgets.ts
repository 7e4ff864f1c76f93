import { type Budget, type BudgetedCall, isInScope } from '@kagura/core';

/** Fields of a scope that mostly have many values, such as a customer's budget for each customer. */
const FIELDS = ['session', 'user', 'tenant', 'agent'] as const;

interface Placed {
  readonly budget: Budget;
  /** Its place among all budgets. */
  readonly place: number;
}

/** Budgets by what they count, so that a call does not have to be compared with those of all other customers. */
export class ScopedBudgets {
  readonly #common: Placed[] = [];
  readonly #byField = new Map<string, Placed[]>();

  constructor(budgets: readonly Budget[]) {
    for (const [place, budget] of budgets.entries()) this.#listOf(budget).push({ budget, place });
  }

  /** Those that a call counts for, in the order in which they were given. */
  matching(call: BudgetedCall): readonly Budget[] {
    const candidates = [...this.#common];
    for (const field of FIELDS) {
      const value = call[field];
      if (typeof value === 'string') candidates.push(...(this.#byField.get(keyOf(field, value)) ?? []));
    }
    return candidates
      .filter(({ budget }) => isInScope(budget.scope, call))
      .sort((a, b) => a.place - b.place)
      .map(({ budget }) => budget);
  }

  #listOf({ scope }: Budget): Placed[] {
    const field = FIELDS.find((name) => scope[name] !== undefined);
    if (field === undefined) return this.#common;
    const key = keyOf(field, scope[field] ?? '');
    const list = this.#byField.get(key) ?? [];
    this.#byField.set(key, list);
    return list;
  }
}

function keyOf(field: string, value: string): string {
  return `${field}\n${value}`;
}
