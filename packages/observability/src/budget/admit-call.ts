import type { Awaitable } from '@kagura/core';
import type { ActiveCall } from '../active-call';
import type { Runtime } from '../runtime';
import type { AnyFunction } from '../wrap-function';
import { admitFrame, checkFrame } from './admit-frame';
import { chain } from './awaitable';
import { canWait } from './call-guarded';
import { modelOfRequest, requestOfArguments } from './request-of-arguments';

interface Invoked {
  readonly fn: AnyFunction;
  readonly args: readonly unknown[];
}

/**
 * Asks the budgets before an observed function is called: one that calls a model has its money held, an agent is
 * refused where nothing is left. Steps and tools go on: what they handle has been paid for.
 */
export function admitCall(
  runtime: Runtime,
  { frame }: ActiveCall,
  { fn, args }: Invoked,
): Awaitable<readonly unknown[]> {
  if (frame.kind === 'agent') checkFrame(runtime, frame);
  if (frame.kind !== 'model') return args;
  const request = requestOfArguments(args);
  const held = admitFrame(runtime, frame, {
    request,
    operation: 'chat',
    provider: frame.options.provider,
    model: frame.options.model ?? modelOfRequest(request),
    baseUrl: undefined,
    isModelChangeable: false,
    isLimitChangeable: false,
    canWait: canWait(fn),
  });
  return chain(held, () => args);
}
