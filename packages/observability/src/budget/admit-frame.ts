import {
  type Awaitable,
  type BudgetedCall,
  boundOfRequest,
  type CallContext,
  choicesOf,
  endpointLocation,
  nanoFromUsd,
  type RequestBound,
} from '@kagura/core';
import type { CallFrame } from '../call-frame';
import type { Runtime } from '../runtime';
import { chain } from './awaitable';
import { billingOptions } from './billing-options';
import type { GuardedCall } from './guarded-call';
import type { Hold } from './hold';

/** A request to a model that is about to be made in a call. */
export interface PlannedRequest {
  /** What is sent, or the arguments that it is made from. */
  readonly request: unknown;
  readonly operation: string;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly baseUrl: string | undefined;
  readonly isModelChangeable: boolean;
  readonly isLimitChangeable: boolean;
  readonly canWait: boolean;
}

/**
 * Holds money for the request of a call. Holds of the calls around it end: only the innermost has one.
 *
 * @throws what `BudgetGuard.admit` throws
 */
export function admitFrame(
  { budgets }: Runtime,
  frame: CallFrame,
  planned: PlannedRequest,
): Awaitable<Hold | undefined> {
  const { guard } = budgets;
  if (!guard) return undefined;
  releaseAround(frame.parent);
  return chain(guard.admit(guardedCall(frame, planned)), (hold) => {
    frame.hold = hold;
    if (frame.ended) releaseHold(frame);
    return hold;
  });
}

/** @throws BudgetExceededError where a budget that stops calls has nothing left for what is in this call */
export function checkFrame({ budgets }: Runtime, frame: CallFrame): void {
  budgets.guard?.check(targetOf(frame));
}

/** The call did not use what is held for it. */
export function releaseHold(frame: CallFrame): void {
  const { hold } = frame;
  if (!hold) return;
  frame.hold = undefined;
  hold.guard?.settling.release(hold);
}

/** The same for a call and all around it: only the innermost has money held. */
export function releaseAround(innermost: CallFrame | undefined): void {
  for (let around = innermost; around; around = around.parent) releaseHold(around);
}

function targetOf(frame: CallFrame): BudgetedCall {
  return targetIn(frame, frame);
}

/** For whom a call is made: what the context says, and over it what was said for the call or for one around it. */
export function targetIn(
  innermost: CallFrame | undefined,
  { agent, callContext }: { readonly agent: string | null; readonly callContext: CallContext },
): BudgetedCall {
  let target: BudgetedCall = {};
  for (let frame = innermost; frame; frame = frame.parent) {
    const { scopes } = frame.options.budget ?? {};
    if (scopes) target = { ...scopes, ...target, tags: { ...scopes.tags, ...target.tags } };
  }
  return { agent, ...callContext, ...target, tags: { ...callContext.tags, ...target.tags } };
}

function guardedCall(frame: CallFrame, planned: PlannedRequest): GuardedCall {
  const { request, operation, provider, model, baseUrl } = planned;
  let bound: RequestBound | undefined;
  const estimate = frame.options.budget?.estimate;
  return {
    callId: callIdOf(frame),
    target: targetOf(frame),
    plan: {
      provider,
      model,
      ...billingOptions(request),
      location: endpointLocation(baseUrl),
    },
    bound: () => {
      bound ??= boundOfRequest(request, operation);
      return bound;
    },
    choices: () => choicesOf(request),
    isModelChangeable: planned.isModelChangeable,
    isLimitChangeable: planned.isLimitChangeable,
    canWait: planned.canWait,
    trackCost: frame.trackCost,
    estimateNanoUsd: estimate === undefined ? undefined : nanoFromUsd(estimate),
  };
}

/** Known again when the call is retold, and unlike that of any other. */
export function callIdOf({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}-${spanId}`;
}
