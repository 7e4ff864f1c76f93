import { type Budget, isInScope } from '@kagura/core';
import type { GuardedCall, RequestChange } from './guarded-call';
import type { BudgetDecision } from './hold';

/** One asking for a call's money: what budgets have decided in those before. */
export interface Round {
  readonly call: GuardedCall;
  readonly change: RequestChange | undefined;
  /** By the id of the budget that decided. */
  readonly decisions: ReadonlyMap<string, BudgetDecision>;
  /** Budgets that have sent the call to another model already: each may once. */
  readonly downgradedBy: ReadonlySet<string>;
  readonly count: number;
}

export function firstRound(call: GuardedCall): Round {
  return { call, change: undefined, decisions: new Map(), downgradedBy: new Set(), count: 1 };
}

export function nextRound(round: Round): Round {
  return { ...round, count: round.count + 1 };
}

export function withModel(round: Round, budgetId: string, model: string): Round {
  const { call } = round;
  return {
    ...decided(round, budgetId, 'downgrade'),
    call: { ...call, plan: { ...call.plan, model } },
    change: { ...round.change, model },
    downgradedBy: new Set([...round.downgradedBy, budgetId]),
  };
}

export function withLimit(round: Round, budgetId: string, outputTokens: number): Round {
  return { ...decided(round, budgetId, 'clamp'), change: { ...round.change, outputTokens } };
}

/** The budget's function has let the call through. */
export function letThrough(round: Round, budgetId: string): Round {
  return decided(round, budgetId, 'callback');
}

export function isLetThrough({ decisions }: Round, budgetId: string): boolean {
  return decisions.get(budgetId) === 'callback';
}

/** The cheaper model that a budget names for the call's; `undefined` where it names none, or has done so before. */
export function cheaperModel(
  { call, downgradedBy }: Round,
  { id, mode, downgradeTo }: Budget,
): string | undefined {
  if (mode !== 'downgrade' || downgradedBy.has(id) || !call.isModelChangeable) return undefined;
  const { model } = call.plan;
  const cheaper = Object.entries(downgradeTo ?? {});
  const found =
    cheaper.find(([from]) => from === model) ??
    cheaper.find(([from]) => isInScope({ model: from }, { model }));
  return found?.[1];
}

function decided(round: Round, budgetId: string, decision: BudgetDecision): Round {
  return { ...nextRound(round), decisions: new Map([...round.decisions, [budgetId, decision]]) };
}
