import { field } from '@kagura/core';
import type { ActiveCall } from '../active-call';
import { admitFrame } from '../budget/admit-frame';
import type { Runtime } from '../runtime';
import type { ClientExchange } from './client-exchange';

export interface ExchangeParts {
  readonly runtime: Runtime;
  readonly call: ActiveCall;
  readonly exchange: ClientExchange;
}

/**
 * Options of a request as its budgets let it be sent; the client waits for them before it sends anything. They stand
 * as they were given unless a budget changes them.
 *
 * Rejects with what a budget refuses the call with.
 */
export async function admitExchange(
  { runtime, call, exchange }: ExchangeParts,
  options: unknown,
): Promise<unknown> {
  const given = await options;
  const body = field(given, 'body');
  const hold = await admitFrame(runtime, call.frame, { ...plannedRequest(exchange), request: body });
  if (!hold?.change || typeof given !== 'object' || given === null) return given;
  return { ...given, body: exchange.changed(body, hold.change) };
}

/** What is known of the request of an exchange beside its body. */
export function plannedRequest(exchange: ClientExchange) {
  const { operation, provider, model, baseUrl, isModelChangeable, isLimitChangeable, client } = exchange;
  return {
    operation,
    provider: provider ?? client.definition.provider,
    model,
    baseUrl,
    isModelChangeable,
    isLimitChangeable,
    canWait: true,
  };
}
