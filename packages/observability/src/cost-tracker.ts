import { type BudgetOptions, ConfigurationError, readBudgets, resolveBudget, suggest } from '@kagura/core';
import {
  type BudgetSource,
  type BudgetSummary,
  CostReader,
  type ReadingOptions,
  type ReadingSource,
  readingSource,
  toBudgetSummary,
  toUncertainCall,
  toUsd,
  type UncertainCall,
} from './reading';
import { runtimeSource } from './runtime-source';

/** Whether budgets are kept. */
export interface BudgetCheck {
  /** More was spent of one of them than its limit. */
  readonly isOver: boolean;
  readonly budgets: readonly BudgetSummary[];
}

/**
 * What model calls cost, and what they may cost: of the running process and everything its database holds, or of a
 * file. The methods on budgets reject with a KaguraError where the ledger cannot be asked.
 */
export class CostTracker extends CostReader {
  readonly #source: () => ReadingSource;

  constructor(options: ReadingOptions = {}) {
    const source = readingSource(options, runtimeSource);
    super(source);
    this.#source = source;
  }

  /**
   * Limits what calls may cost in a period. A budget of the same id is replaced, and what was spent of it still counts.
   * In this process the budget is in force at once, also without waiting for the promise, unless its ledger is on
   * another machine; other processes have it within seconds.
   *
   * @param period `hourly` `daily` `weekly` `monthly` `yearly`, or a length of time that ends now: `15m` `24h` `7d`
   * @throws ConfigurationError for an option that is unknown or cannot work
   */
  async setBudget(period: string, options: BudgetOptions): Promise<BudgetSummary> {
    const source = this.#source();
    const resolved = resolveBudget(period, options, { timeZone: source.timeZone });
    const budgets = source.budgets.open();
    await budgets.put(resolved);
    return requireBudget(budgets, resolved.budget.id);
  }

  /** Takes a limit away; false where there was none of this id. What was spent counts again if it is set again. */
  async removeBudget(id: string): Promise<boolean> {
    const { budgets } = this.#source();
    return budgets.find() !== undefined && (await budgets.open().remove(id));
  }

  /** All budgets and how they stand, in the order of their ids. */
  async getBudgets(): Promise<readonly BudgetSummary[]> {
    return summariesOf(this.#source().budgets.find());
  }

  /**
   * Whether a budget is kept, or all of them.
   *
   * @throws ConfigurationError where there is no budget of this id
   */
  async checkBudget(id?: string): Promise<BudgetCheck> {
    const found = this.#source().budgets.find();
    const budgets = id === undefined ? await summariesOf(found) : [await requireBudget(found, id)];
    return { isOver: budgets.some(({ state }) => state === 'over'), budgets };
  }

  /** Calls of which nobody will tell what they cost, because their process died, the oldest first. */
  async getUncertainCalls({
    limit = 100,
  }: {
    readonly limit?: number;
  } = {}): Promise<readonly UncertainCall[]> {
    const found = this.#source().budgets.find();
    const entries = found ? await found.ledger.entries({ state: 'uncertain', limit }) : [];
    return entries.map(toUncertainCall);
  }

  /**
   * Strikes what is counted for a call of which nobody will tell what it cost.
   *
   * @returns US dollars; `null` where nothing is uncertain about the call
   */
  async forgive(callId: string): Promise<number | null> {
    const { budgets } = this.#source();
    const nanoUsd = budgets.find() && (await budgets.open().ledger.forgive(callId));
    return toUsd(nanoUsd ?? null);
  }
}

async function summariesOf(source: BudgetSource | undefined): Promise<readonly BudgetSummary[]> {
  if (!source) return [];
  const known = await readBudgets(source.ledger);
  return known.map((each) => toBudgetSummary(each, source.guaranteeOf(each.budget.id)));
}

async function requireBudget(source: BudgetSource | undefined, id: string): Promise<BudgetSummary> {
  const known = await summariesOf(source);
  const found = known.find((budget) => budget.id === id);
  if (found) return found;
  const ids = known.map((budget) => budget.id);
  const meant = suggest(id, ids);
  throw new ConfigurationError(
    `There is no budget "${id}". ` +
      (meant === undefined ? `Known: ${ids.join(' ') || 'none'}.` : `Did you mean "${meant}"?`),
  );
}
