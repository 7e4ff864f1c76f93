import { field } from '@kagura/core';
import type { ActiveCall } from '../active-call';
import { frameOf } from '../call-frame';
import type { Method } from '../object-methods';
import type { Runtime } from '../runtime';
import { peekRuntime } from '../runtime-registry';
import { admitExchange } from './admit-exchange';
import { askForUsage, isRefusalOfUsage } from './ask-for-usage';
import { ClientExchange } from './client-exchange';
import type { ObservedClient } from './observed-client';
import { tapStreamedResponse, tapWholeResponse } from './tap-response';

/** What `makeRequest()` resolves to: a response whose body is not read yet, and the options it was asked with. */
interface Answer {
  readonly response: Response;
  readonly options: unknown;
  /** Ends the request. */
  readonly controller?: AbortController | undefined;
}

type Send = (options: unknown) => Promise<Answer>;

/**
 * Stands in for `makeRequest()` of OpenAI's and Anthropic's clients, which sends a request, tries again where that
 * failed, and resolves to the response. Everything that the application gets (promise, stream, helper, raw response)
 * reads from that response, so following it here leaves all of them as they are.
 */
export function observedTransport(client: ObservedClient, makeRequest: Method): Method {
  return function (this: unknown, options, ...rest) {
    const send: Send = (given) => Reflect.apply(makeRequest, this, [given, ...rest]) as Promise<Answer>;
    const runtime = peekRuntime();
    const exchange = runtime && exchangeOf(runtime, client);
    if (!runtime || !exchange?.call) return send(options);
    exchange.attempts += 1;
    if (client.tellsSending) exchange.wasSent ??= false;
    // To try again, the client calls itself: the first attempt already follows how that ends.
    if (exchange.attempts > 1) return send(options);
    return request({ runtime, exchange, call: exchange.call, send }, options);
  };
}

/**
 * Stands in for `fetchWithTimeout()` of the same clients, to know what has left the process: a request that fails
 * before, for want of a key or because it was aborted, is not charged.
 */
export function observedFetch(client: ObservedClient, fetchWithTimeout: Method): Method {
  return function (this: unknown, ...args) {
    const runtime = peekRuntime();
    const exchange = runtime && exchangeOf(runtime, client);
    if (exchange) exchange.wasSent = true;
    return Reflect.apply(fetchWithTimeout, this, args);
  };
}

/** The call of this client that the request is made for; none for requests that have nothing to do with a model. */
function exchangeOf({ binding }: Runtime, client: ObservedClient): ClientExchange | undefined {
  const exchange = (frameOf(binding.active()) ?? frameOf(binding.privatelyActive()))?.exchange;
  return exchange instanceof ClientExchange && exchange.client === client ? exchange : undefined;
}

interface Sending {
  readonly runtime: Runtime;
  readonly exchange: ClientExchange;
  readonly call: ActiveCall;
  readonly send: Send;
}

// Chained, not awaited: an asynchronous function of ours would stand in the stack of the errors that the client makes.
function request(sending: Sending, options: unknown): Promise<Answer> {
  const { exchange, call, send } = sending;
  const admitted = admit(sending, options);
  return send(prepare(exchange, admitted))
    .catch((error: unknown) => sendAsGiven(sending, admitted, error))
    .then(
      (answer) => {
        followSafely(answer, exchange, call);
        return answer;
      },
      (error: unknown) => {
        if (exchange.wasSent === false) call.frame.failure = 'nothing';
        call.fail(error);
        throw error;
      },
    );
}

/** The request as its budgets let it be sent, changed where they say so. Without any it is the one that was given. */
function admit({ runtime, call, exchange }: Sending, options: unknown): unknown {
  return runtime.budgets.guard ? admitExchange({ runtime, call, exchange }, options) : options;
}

/** The request as it is sent. The client waits for this, and fails with what this rejects with. */
async function prepare(exchange: ClientExchange, options: unknown): Promise<unknown> {
  const given = await options;
  return exchange.asksForUsage ? askForUsage(given) : given;
}

/** A server that does not know what we asked for gets the request as the application made it, now and from then on. */
function sendAsGiven({ exchange, send }: Sending, options: unknown, error: unknown): Promise<Answer> {
  if (!exchange.asksForUsage || !isRefusalOfUsage(error)) throw error;
  exchange.usageRefused();
  return send(options);
}

/** A response that does not let itself be followed is the application's all the same. */
function followSafely(answer: Answer, exchange: ClientExchange, call: ActiveCall): void {
  try {
    follow(answer, exchange, call);
  } catch (error) {
    call.tapFailed(error);
  }
}

function follow(
  { response, options, controller }: Answer,
  exchange: ClientExchange,
  watcher: ActiveCall,
): void {
  exchange.statusCode = response.status;
  if (field(options, 'stream') === true) {
    const abort = (): void => controller?.abort();
    tapStreamedResponse(response, { watcher, hidesUsage: exchange.asksForUsage, abort });
  } else if (field(options, '__binaryResponse') === true || isEmpty(response)) {
    watcher.succeed(undefined);
  } else {
    tapWholeResponse(response, watcher);
  }
}

/** The clients do not read these bodies. */
function isEmpty({ status, headers }: Response): boolean {
  return status === 204 || headers.get('content-length') === '0';
}
