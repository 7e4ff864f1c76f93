import {
  type Awaitable,
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetedCall,
  type BudgetLedger,
  chargeOf,
  type ResolvedBudget,
} from '@kagura/core';
import type { BudgetGuarantee } from '../reading';
import { chain, isPending } from './awaitable';
import { ScopedBudgets } from './scoped-budgets';

/** Functions of one process, which a ledger cannot keep. */
export type BudgetFunctions = Omit<ResolvedBudget, 'budget'>;

const NO_FUNCTIONS: BudgetFunctions = {};
/** Budgets whose standing is asked for at one look. */
const LOOKED_AT_ONCE = 200;

/** A balance, and the charge that it was asked for. */
interface KnownBalance {
  readonly charge: BudgetCharge;
  readonly balance: BudgetBalance;
}

/** Who wants to know where budgets stand. */
export interface BookListener {
  balance(charge: BudgetCharge, balance: BudgetBalance): void;
  removed(budgetId: string): void;
}

/** The budgets of a ledger as this process knows them, and what only this process knows of them. */
export class BudgetBook {
  readonly ledger: BudgetLedger;
  version = 0;
  readonly #listener: BookListener;
  readonly #functions = new Map<string, BudgetFunctions>();
  readonly #balances = new Map<string, KnownBalance>();
  readonly #guarantees = new Map<string, BudgetGuarantee>();
  #budgets: readonly Budget[] = [];
  #byId = new Map<string, Budget>();
  #scoped = new ScopedBudgets([]);
  #asked = 0;
  #answered = 0;
  #learning: Promise<void> | undefined;

  /** @param expected budgets that are to be in the ledger: they hold until it has answered which there are */
  constructor(ledger: BudgetLedger, listener: BookListener, expected: readonly Budget[] = []) {
    this.ledger = ledger;
    this.#listener = listener;
    this.#keep(expected);
  }

  get budgets(): readonly Budget[] {
    return this.#budgets;
  }

  /** Settles when the budgets are known that a ledger which answers later was asked for; never rejects. */
  get learning(): Promise<void> | undefined {
    return this.#learning;
  }

  /** Asks the ledger which budgets there are now. */
  refresh(): Awaitable<void> {
    this.#asked += 1;
    const question = this.#asked;
    const answer = chain(this.ledger.budgets(), ({ version, budgets }) => {
      // An answer that was overtaken by a later one says what was, not what is.
      if (question < this.#answered) return;
      this.#answered = question;
      this.version = version;
      this.#keep(budgets);
      for (const id of [...this.#balances.keys()]) if (!this.#byId.has(id)) this.#forget(id);
    });
    return this.#answered === 0 ? this.awaited(answer) : answer;
  }

  /** Asks where budgets stand now; of many, those that were not heard of for longest. */
  look(): Awaitable<void> {
    const unheard = this.#budgets.filter(({ id }) => !this.#balances.has(id));
    const heard = [...this.#balances.keys()].flatMap((id) => this.#byId.get(id) ?? []);
    const looked = [...unheard, ...heard].slice(0, LOOKED_AT_ONCE);
    if (looked.length === 0) return undefined;
    const now = this.ledger.now();
    const charges = looked.map((budget) => chargeOf(budget, now));
    return chain(this.ledger.balances(charges), (balances) => this.learn(charges, balances));
  }

  /** Puts a budget into the ledger; answers the one that was there before. */
  put({ budget, ...functions }: ResolvedBudget): Awaitable<Budget | undefined> {
    return this.awaited(
      chain(this.ledger.putBudget(budget), (replaced) => {
        this.#functions.set(budget.id, functions);
        return chain(this.refresh(), () => replaced);
      }),
    );
  }

  remove(id: string): Awaitable<boolean> {
    return chain(this.ledger.removeBudget(id), (wasThere) => {
      this.#functions.delete(id);
      return chain(this.refresh(), () => wasThere);
    });
  }

  /** Calls that can wait do so until this has told which budgets there are. */
  awaited<T>(answer: Awaitable<T>): Awaitable<T> {
    if (!isPending(answer)) return answer;
    const done = (): void => {
      if (this.#learning === learning) this.#learning = undefined;
    };
    const learning: Promise<void> = answer.then(done, done);
    this.#learning = learning;
    return answer;
  }

  get(id: string): Budget | undefined {
    return this.#byId.get(id);
  }

  functionsOf(id: string): BudgetFunctions {
    return this.#functions.get(id) ?? NO_FUNCTIONS;
  }

  matching(call: BudgetedCall): readonly Budget[] {
    return this.#scoped.matching(call);
  }

  /** Keeps what the ledger has answered, for metrics and for when it cannot be asked. */
  learn(charges: readonly BudgetCharge[], balances: readonly BudgetBalance[]): void {
    for (const [index, charge] of charges.entries()) {
      const balance = balances[index];
      const known = this.#balances.get(charge.budgetId);
      // A call that ends after its period tells of that period.
      if (!balance || !this.#byId.has(charge.budgetId) || (known && charge.bucket < known.charge.bucket))
        continue;
      // Put at the end, so that the one that was not heard of for longest comes first.
      this.#balances.delete(charge.budgetId);
      this.#balances.set(charge.budgetId, { charge, balance });
      this.#listener.balance(charge, balance);
    }
  }

  /** A call was let in for which so much was held as it can cost, or less. */
  noteGuarantee(budgets: readonly { readonly id: string }[], isHard: boolean): void {
    for (const { id } of budgets) {
      if (!isHard) this.#guarantees.set(id, 'bounded');
      else if (!this.#guarantees.has(id)) this.#guarantees.set(id, 'hard');
    }
  }

  /** `null` where no call was let in yet. */
  guaranteeOf(id: string): BudgetGuarantee | null {
    return this.#guarantees.get(id) ?? null;
  }

  /** What was known last; `undefined` where nothing was, or only of a period that has ended. */
  lastKnown(charge: BudgetCharge): BudgetBalance | undefined {
    const known = this.#balances.get(charge.budgetId);
    return known && known.charge.bucket >= charge.start ? known.balance : undefined;
  }

  #keep(budgets: readonly Budget[]): void {
    this.#budgets = budgets;
    this.#byId = new Map(budgets.map((budget) => [budget.id, budget]));
    this.#scoped = new ScopedBudgets(budgets);
  }

  #forget(id: string): void {
    this.#balances.delete(id);
    this.#guarantees.delete(id);
    this.#listener.removed(id);
  }
}
