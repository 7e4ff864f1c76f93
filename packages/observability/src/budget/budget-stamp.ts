import { type BudgetBalance, type BudgetCharge, KAGURA, type ThresholdCrossing } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import { usedNanoUsd } from './exceeded';
import type { Hold } from './hold';

const NANO = 1_000_000_000;

/** What the budgets of a call write onto its span. */
export interface BudgetStamp {
  readonly attributes: Attributes;
  readonly crossings: readonly ThresholdCrossing[];
}

export interface StampInput {
  readonly charges: readonly BudgetCharge[];
  readonly balances: readonly (BudgetBalance | undefined)[];
  readonly hold: Hold | undefined;
  readonly crossings: readonly ThresholdCrossing[];
}

/** The budget that has the smallest part of its limit left stands for all; `undefined` where none is known. */
export function budgetStamp({ charges, balances, hold, crossings }: StampInput): BudgetStamp | undefined {
  let tightest: { charge: BudgetCharge; balance: BudgetBalance; ratio: number } | undefined;
  for (const [index, charge] of charges.entries()) {
    const balance = balances[index];
    if (!balance) continue;
    const ratio = charge.limitNanoUsd === 0 ? 1 : usedNanoUsd(balance) / charge.limitNanoUsd;
    if (tightest === undefined || ratio > tightest.ratio) tightest = { charge, balance, ratio };
  }
  if (!tightest) return undefined;
  const { charge, balance } = tightest;
  return {
    crossings,
    attributes: {
      [KAGURA.budgetId]: charge.budgetId,
      [KAGURA.budgetLimitUsd]: charge.limitNanoUsd / NANO,
      [KAGURA.budgetSettledUsd]: balance.settledNanoUsd / NANO,
      [KAGURA.budgetReservedUsd]: (balance.reservedNanoUsd + balance.uncertainNanoUsd) / NANO,
      [KAGURA.budgetRemainingUsd]: (charge.limitNanoUsd - usedNanoUsd(balance)) / NANO,
      [KAGURA.budgetUsedRatio]: tightest.ratio,
      [KAGURA.budgetGuarantee]: hold?.estimate.isHard ? 'hard' : 'bounded',
      ...(hold && { [KAGURA.budgetDecision]: hold.decision }),
    },
  };
}

/** Attributes of the event for a threshold that a call has reached. */
export function crossingAttributes(crossing: ThresholdCrossing): Attributes {
  return {
    [KAGURA.budgetId]: crossing.budgetId,
    [KAGURA.budgetThreshold]: crossing.threshold,
    [KAGURA.budgetSettledUsd]: crossing.settledNanoUsd / NANO,
    [KAGURA.budgetLimitUsd]: crossing.limitNanoUsd / NANO,
  };
}
