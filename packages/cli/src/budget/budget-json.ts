import { formatRfc3339, type KnownBudget } from '@kagura/core';
import { usdNumber } from '../print/json-money';
import { reachedThresholds } from './budget-words';

/** A budget and how it stands as a JSON object; times are in the zone of the budget, whose days they are. */
export function budgetJson(known: KnownBudget): Record<string, unknown> {
  const { budget, status } = known;
  const time = (at: number | null): string | null =>
    at === null ? null : formatRfc3339(new Date(at), budget.timeZone);
  return {
    id: budget.id,
    period: budget.period,
    scope: budget.scope,
    mode: budget.mode,
    time_zone: budget.timeZone,
    limit_usd: usdNumber(status.limitNanoUsd),
    spent_usd: usdNumber(status.spentNanoUsd),
    reserved_usd: usdNumber(status.reservedNanoUsd),
    uncertain_usd: usdNumber(status.uncertainNanoUsd),
    remaining_usd: usdNumber(status.remainingNanoUsd),
    used_ratio: status.usedRatio,
    status: status.state,
    thresholds: budget.thresholds,
    thresholds_reached: reachedThresholds(known),
    starts_at: time(status.startsAt),
    resets_at: time(status.resetsAt),
    forecast_usd: usdNumber(status.forecast?.nanoUsd ?? null),
    forecast_method: status.forecast?.method ?? null,
  };
}
