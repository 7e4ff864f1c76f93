import {
  type Awaitable,
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetedCall,
  type BudgetLedger,
  isInScope,
  type ResolvedBudget,
} from '@kagura/core';
import { chain } from './awaitable';

/** Functions of one process, which a ledger cannot keep. */
export type BudgetFunctions = Omit<ResolvedBudget, 'budget'>;

const NO_FUNCTIONS: BudgetFunctions = {};

/** A balance, and the charge that it was asked for. */
export interface KnownBalance {
  readonly charge: BudgetCharge;
  readonly balance: BudgetBalance;
}

/** The budgets of a ledger as this process knows them, and what only this process knows of them. */
export class BudgetBook {
  readonly ledger: BudgetLedger;
  version = 0;
  readonly #functions = new Map<string, BudgetFunctions>();
  readonly #balances = new Map<string, KnownBalance>();
  #budgets: readonly Budget[] = [];
  #byId = new Map<string, Budget>();

  /** @param expected budgets that are to be in the ledger: they hold until it has answered which there are */
  constructor(ledger: BudgetLedger, expected: readonly Budget[] = []) {
    this.ledger = ledger;
    this.#keep(expected);
  }

  get budgets(): readonly Budget[] {
    return this.#budgets;
  }

  /** Asks the ledger which budgets there are now. */
  refresh(): Awaitable<void> {
    return chain(this.ledger.budgets(), ({ version, budgets }) => {
      this.version = version;
      this.#keep(budgets);
      for (const id of this.#balances.keys()) if (!this.#byId.has(id)) this.#balances.delete(id);
    });
  }

  /** Puts a budget into the ledger; answers the one that was there before. */
  put({ budget, ...functions }: ResolvedBudget): Awaitable<Budget | undefined> {
    return chain(this.ledger.putBudget(budget), (replaced) => {
      this.#functions.set(budget.id, functions);
      return chain(this.refresh(), () => replaced);
    });
  }

  remove(id: string): Awaitable<boolean> {
    return chain(this.ledger.removeBudget(id), (wasThere) => {
      this.#functions.delete(id);
      return chain(this.refresh(), () => wasThere);
    });
  }

  get(id: string): Budget | undefined {
    return this.#byId.get(id);
  }

  functionsOf(id: string): BudgetFunctions {
    return this.#functions.get(id) ?? NO_FUNCTIONS;
  }

  matching(call: BudgetedCall): readonly Budget[] {
    return this.#budgets.filter(({ scope }) => isInScope(scope, call));
  }

  /** Keeps what the ledger has answered, for metrics and for when it cannot be asked. */
  learn(charges: readonly BudgetCharge[], balances: readonly BudgetBalance[]): void {
    for (const [index, charge] of charges.entries()) {
      const balance = balances[index];
      if (balance) this.#balances.set(charge.budgetId, { charge, balance });
    }
  }

  /** What was known last; `undefined` where nothing was, or only of a period that has ended. */
  lastKnown(charge: BudgetCharge): BudgetBalance | undefined {
    const known = this.#balances.get(charge.budgetId);
    return known && known.charge.bucket >= charge.start ? known.balance : undefined;
  }

  #keep(budgets: readonly Budget[]): void {
    this.#budgets = budgets;
    this.#byId = new Map(budgets.map((budget) => [budget.id, budget]));
  }
}
