import { normalizeModel, withoutDate } from '../model-id';
import type { Budget, BudgetScope } from './budget';
import { type BudgetWindow, budgetWindow } from './budget-period';

/** One budget that a call counts for, at the moment of the call. */
export interface BudgetCharge extends BudgetWindow {
  readonly budgetId: string;
  readonly limitNanoUsd: number;
  /** A call that does not fit is denied. */
  readonly blocks: boolean;
  /** Percentages of the limit to tell of, in rising order. */
  readonly thresholds: readonly number[];
}

/** What a call is, for finding the budgets that it counts for. */
export interface BudgetedCall {
  readonly agent?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly provider?: string | null | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * True where every field that the scope gives is the call's. A model without a date stands for its dated versions too:
 * people name `gpt-4o`, and the answer tells `gpt-4o-2024-08-06`.
 */
export function isInScope({ tag, model, ...fields }: BudgetScope, call: BudgetedCall): boolean {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && call[name as keyof typeof fields] !== value) return false;
  }
  if (model !== undefined && !isModel(model, call.model)) return false;
  return tag === undefined || (call.tags !== undefined && call.tags[tag.key] === tag.value);
}

function isModel(meant: string, called: string | null | undefined): boolean {
  if (typeof called !== 'string') return false;
  if (called === meant) return true;
  const id = normalizeModel(called);
  const wanted = normalizeModel(meant);
  return wanted !== '' && (id === wanted || withoutDate(id) === wanted);
}

/** The budget as it is charged at a moment. */
export function chargeOf(budget: Budget, now: number): BudgetCharge {
  return {
    ...budgetWindow(budget, now),
    budgetId: budget.id,
    limitNanoUsd: budget.limitNanoUsd,
    blocks: budget.mode !== 'warn',
    thresholds: budget.thresholds,
  };
}
