import type { BudgetCharge } from './budget-charge';
import type { BudgetBalance } from './reservation';

type Money = { -readonly [Kind in keyof BudgetBalance]: number };

interface Bucket {
  /** The instant that it begins. */
  readonly at: number;
  readonly money: Money;
}

/** Where money is booked. */
export type Place = Pick<BudgetCharge, 'budgetId' | 'bucket'>;

/** The money of budgets, by the buckets that it was charged in. */
export class MemoryBalances {
  /** The oldest first. */
  readonly #buckets = new Map<string, Bucket[]>();

  /** Changes the balance of every place by so much; a kind that is not given stays. */
  add(places: readonly Place[], change: Partial<BudgetBalance>): void {
    for (const place of places) {
      const money = this.#moneyOf(place);
      money.settledNanoUsd += change.settledNanoUsd ?? 0;
      money.reservedNanoUsd += change.reservedNanoUsd ?? 0;
      money.uncertainNanoUsd += change.uncertainNanoUsd ?? 0;
    }
  }

  /** @throws RangeError where so much more money of a kind would be more than JavaScript counts exactly */
  requireRoom(places: readonly Place[], kind: keyof BudgetBalance, nanoUsd: number): void {
    for (const place of places) {
      if (Number.isSafeInteger(this.#moneyOf(place)[kind] + nanoUsd)) continue;
      throw new RangeError(
        `Budget "${place.budgetId}" would come to more than ${Number.MAX_SAFE_INTEGER} nano-dollars, ` +
          'which is as far as they are counted exactly.',
      );
    }
  }

  /** What counts for a charge: from the first bucket of its window to the end of its own. */
  of({ budgetId, start, bucketEnd }: BudgetCharge): BudgetBalance {
    const sum: Money = { settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 };
    const buckets = this.#buckets.get(budgetId) ?? [];
    // The newest are nearly always those that are asked for.
    for (let index = buckets.length - 1; index >= 0; index--) {
      const bucket = buckets[index];
      if (bucket === undefined || bucket.at < start) break;
      if (bucket.at >= bucketEnd) continue;
      sum.settledNanoUsd += bucket.money.settledNanoUsd;
      sum.reservedNanoUsd += bucket.money.reservedNanoUsd;
      sum.uncertainNanoUsd += bucket.money.uncertainNanoUsd;
    }
    return sum;
  }

  /** Forgets what is before the window of a charge. Buckets from which a call may still take money back stay. */
  dropPast({ budgetId, start }: BudgetCharge): void {
    const buckets = this.#buckets.get(budgetId);
    if (buckets === undefined || (buckets[0]?.at ?? start) >= start) return;
    this.#buckets.set(
      budgetId,
      buckets.filter(
        ({ at, money }) => at >= start || money.reservedNanoUsd !== 0 || money.uncertainNanoUsd !== 0,
      ),
    );
  }

  #moneyOf({ budgetId, bucket }: Place): Money {
    const buckets = this.#buckets.get(budgetId) ?? [];
    this.#buckets.set(budgetId, buckets);
    let index = buckets.length;
    while (index > 0 && (buckets[index - 1]?.at ?? bucket) > bucket) index--;
    const known = buckets[index - 1];
    if (known?.at === bucket) return known.money;
    const money = { settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 };
    buckets.splice(index, 0, { at: bucket, money });
    return money;
  }
}
