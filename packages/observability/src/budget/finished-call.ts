import type { Cost } from '@kagura/core';
import type { ModelCall } from '../model-call';
import { callIdOf, targetIn } from './admit-frame';
import type { FinishedCall } from './settled-amount';

const MICROSECONDS_PER_MILLISECOND = 1_000;

/** What budgets need to know of a model call that has ended. */
export function finishedCall(call: ModelCall, cost: Cost | null): FinishedCall {
  const { reading } = call;
  return {
    callId: callIdOf(call),
    target: {
      ...targetIn(call.enclosing, call),
      // As it was asked for, which is how people name it.
      model: call.model ?? reading?.model,
      provider: reading?.provider ?? call.provider,
    },
    status: call.status,
    durationMs: Math.round(call.durationUs / MICROSECONDS_PER_MILLISECOND),
    reading,
    cost,
    failure: call.failure,
  };
}
