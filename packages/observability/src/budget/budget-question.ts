import { type Budget, type BudgetBalance, type BudgetQuestion, usdFromNano } from '@kagura/core';
import type { CallEstimate } from './call-estimate';
import type { GuardedCall } from './guarded-call';

interface Asking {
  readonly round: { readonly call: GuardedCall };
  readonly estimate: CallEstimate;
}

/** What a budget's own function is told. */
export function questionOf(
  { round, estimate }: Asking,
  { id, limitNanoUsd }: Budget,
  balance: BudgetBalance | undefined,
): BudgetQuestion {
  const { target, plan } = round.call;
  return {
    ...target,
    model: plan.model,
    provider: plan.provider,
    budgetId: id,
    limitUsd: usdFromNano(limitNanoUsd),
    settledUsd: usdFromNano(balance?.settledNanoUsd ?? 0),
    reservedUsd: usdFromNano((balance?.reservedNanoUsd ?? 0) + (balance?.uncertainNanoUsd ?? 0)),
    requestedUsd: usdFromNano(estimate.nanoUsd),
  };
}
