import type { Cost } from '@kagura/core';
import type { ModelCall } from '../model-call';
import { callIdOf } from './admit-frame';
import type { FinishedCall } from './settled-amount';

/** What budgets need to know of a model call that has ended. */
export function finishedCall(call: ModelCall, cost: Cost | null): FinishedCall {
  const { reading } = call;
  return {
    callId: callIdOf(call),
    target: {
      ...call.callContext,
      agent: call.agent,
      // As it was asked for, which is how people name it.
      model: call.model ?? reading?.model,
      provider: reading?.provider ?? call.provider,
    },
    status: call.status,
    reading,
    cost,
    failure: call.failure,
  };
}
