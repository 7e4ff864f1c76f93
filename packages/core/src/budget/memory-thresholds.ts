import type { BudgetCharge } from './budget-charge';
import { reachedThresholds } from './ledger-rules';
import type { BudgetBalance } from './reservation';
import type { ThresholdCrossing } from './settlement';

/** Which percentages of a budget's limit were told of, by its periods. */
export class MemoryThresholds {
  readonly #told = new Map<string, Map<number, Set<number>>>();

  /** The thresholds that settled money has reached and that were not told of yet. */
  cross(charge: BudgetCharge, { settledNanoUsd }: BudgetBalance): ThresholdCrossing[] {
    const { budgetId, period, limitNanoUsd } = charge;
    const reached = reachedThresholds(charge, settledNanoUsd);
    if (reached.length === 0) return [];
    const told = this.#toldOf(budgetId, period);
    const crossed = reached.filter((threshold) => !told.has(threshold));
    for (const threshold of crossed) told.add(threshold);
    return crossed.map((threshold) => ({ budgetId, period, threshold, settledNanoUsd, limitNanoUsd }));
  }

  /** Forgets the periods of a budget that are past. */
  dropPast(budgetId: string, before: number): void {
    const told = this.#told.get(budgetId);
    for (const period of told?.keys() ?? []) {
      if (period < before) told?.delete(period);
    }
  }

  #toldOf(budgetId: string, period: number): Set<number> {
    const periods = this.#told.get(budgetId) ?? new Map<number, Set<number>>();
    this.#told.set(budgetId, periods);
    const told = periods.get(period) ?? new Set();
    periods.set(period, told);
    return told;
  }
}
