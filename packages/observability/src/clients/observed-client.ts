import type { Awaitable } from '@kagura/core';
import type { ActiveCall } from '../active-call';
import { announceExchange, beginExchange } from '../begin-call';
import { admitFrame } from '../budget/admit-frame';
import { attempt, chain } from '../budget/awaitable';
import { type Method, methodOf } from '../object-methods';
import type { Runtime } from '../runtime';
import { tapResult } from '../tap-result';
import { wrapFunction } from '../wrap-function';
import { plannedRequest } from './admit-exchange';
import type { ClientDefinition, ClientMethod, ClientServer } from './client-definition';
import { ClientExchange } from './client-exchange';
import { observedFetch, observedTransport } from './client-transport';
import type { ObserveClientOptions } from './observe-client-options';
import { ReplacedMethod } from './replaced-method';

/** Where a client keeps that it is observed, for every copy of this package. */
const OBSERVED = Symbol.for('kagura.observed_client');

/** One client whose calls are recorded: its methods are replaced on the very object, and can be put back. */
export class ObservedClient {
  /** The server has answered that it does not know how to tell the usage of a stream. */
  refusesUsage = false;
  /** It is known when a request of it leaves the process. */
  tellsSending = false;
  readonly definition: ClientDefinition;
  readonly #client: object;
  readonly #options: ObserveClientOptions;
  readonly #replaced: ReplacedMethod[] = [];
  #isActive = true;

  /** The one that observes a client, made by whichever copy of this package. */
  static of(client: object): Pick<ObservedClient, 'restore'> | undefined {
    return (client as { readonly [OBSERVED]?: ObservedClient })[OBSERVED];
  }

  constructor(client: object, definition: ClientDefinition, options: ObserveClientOptions) {
    this.#client = client;
    this.definition = definition;
    this.#options = options;
  }

  get asksForUsage(): boolean {
    return (this.#options.streamUsage ?? true) && !this.refusesUsage;
  }

  server(): ClientServer {
    return this.definition.serverOf(this.#client);
  }

  /** False where the client does not let itself be changed. */
  observe(): boolean {
    const { methods, helpers = [] } = this.definition;
    for (const method of methods)
      this.#replacePath(method.path, (original) => this.#observedMethod(method, original));
    for (const path of helpers) this.#replacePath(path, announced);
    if (this.#replaced.length === 0) return false;
    this.#replace(this.#client, 'makeRequest', (makeRequest) => observedTransport(this, makeRequest));
    this.tellsSending = this.#replace(this.#client, 'fetchWithTimeout', (original) =>
      observedFetch(this, original),
    );
    this.#replace(this.#client, 'withOptions', (withOptions) => this.#observedCopy(withOptions));
    Object.defineProperty(this.#client, OBSERVED, { value: this, configurable: true });
    return true;
  }

  restore(): void {
    this.#isActive = false;
    for (const method of this.#replaced.splice(0)) method.restore();
    Reflect.deleteProperty(this.#client, OBSERVED);
  }

  get #hasTransport(): boolean {
    return methodOf(this.#client, 'makeRequest') !== undefined;
  }

  #replacePath(path: string, wrap: (original: Method) => Method): void {
    const steps = path.split('.');
    const key = steps.pop() ?? '';
    let owner: unknown = this.#client;
    for (const step of steps) owner = isObject(owner) ? Reflect.get(owner, step) : undefined;
    if (isObject(owner)) this.#replace(owner, key, wrap);
  }

  /** False where there is no such method, or it does not let itself be replaced. */
  #replace(owner: object, key: string, wrap: (original: Method) => Method): boolean {
    const replaced = ReplacedMethod.replace(owner, key, wrap);
    if (replaced) this.#replaced.push(replaced);
    return replaced !== undefined;
  }

  #observedMethod(method: ClientMethod, original: Method): Method {
    return wrapFunction(original, {
      begin: (runtime, _self, [request]) => {
        if (!this.#isActive) return undefined;
        const keepsAnswer = this.#options.logResponses ?? runtime.capture.responses;
        const maxAnswerLength = keepsAnswer ? runtime.capture.maxCollected : 0;
        const exchange = new ClientExchange(this, method, { request, maxAnswerLength });
        const { provider, model } = exchange;
        const call = beginExchange(runtime, exchange, {
          options: { ...this.#options, provider, model },
          request,
        });
        exchange.call = call;
        return call;
      },
      // Where the client sends its requests in one place, they are held back there.
      ...(!this.#hasTransport && { admit: admitArguments }),
      follow: (result, call) => (isApiPromise(result) ? result : tapResult(result, call)),
    });
  }

  /** `withOptions()` makes another client: it is observed as this one is. */
  #observedCopy(withOptions: Method): Method {
    const observeCopy = (copy: unknown): void => {
      if (isObject(copy) && !ObservedClient.of(copy))
        new ObservedClient(copy, this.definition, this.#options).observe();
    };
    return function (this: unknown, ...args) {
      const copy = Reflect.apply(withOptions, this, args);
      observeCopy(copy);
      return copy;
    };
  }
}

/** Of a method that takes the request as its first argument. */
function admitArguments(
  runtime: Runtime,
  { frame }: ActiveCall,
  [request, ...rest]: readonly unknown[],
): Awaitable<readonly unknown[]> {
  const { exchange } = frame;
  if (!(exchange instanceof ClientExchange)) return [request, ...rest];
  const held = attempt(
    () => admitFrame(runtime, frame, { ...plannedRequest(exchange), request }),
    // All methods of clients answer by promises, however they are written.
    (error) => Promise.reject(error),
  );
  return chain(held, (hold) => [hold?.change ? exchange.changed(request, hold.change) : request, ...rest]);
}

/** A span of another instrumentation around a helper may end before the request begins: it is told in time. */
function announced(helper: Method): Method {
  return wrapFunction(helper, {
    begin: (runtime) => {
      announceExchange(runtime);
      return undefined;
    },
    follow: (result) => result,
  });
}

/** What OpenAI's and Anthropic's clients return, whose requests are followed on the wire. */
function isApiPromise(value: unknown): boolean {
  return isObject(value) && ['parse', 'asResponse', 'withResponse'].every((key) => methodOf(value, key));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
