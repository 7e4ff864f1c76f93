import {
  createOutputAssembler,
  field,
  GEN_AI,
  type Message,
  type OutputAssembler,
  TRANSPORT,
  thinksBesideLimit,
  toOutputMessages,
} from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import type { ActiveCall } from '../active-call';
import { changeRequest } from '../budget/change-request';
import type { RequestChange } from '../budget/guarded-call';
import type { Exchange } from '../exchange';
import type { ClientMethod } from './client-definition';
import type { ObservedClient } from './observed-client';
import { textIn } from './request-parameters';
import { ResponseFacts } from './response-facts';
import { serverAttributes } from './server-attributes';
import { asError } from './streamed-error';

export interface ExchangeInput {
  readonly request: unknown;
  /** Most UTF-16 units of a streamed answer to keep; 0 where answers are not kept. */
  readonly maxAnswerLength: number;
}

/** One request of a wrapped client: what the method's definition says about it, and how it fares on the wire. */
export class ClientExchange implements Exchange {
  readonly operation: string;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly baseUrl: string | undefined;
  readonly requestAttributes: Attributes;
  readonly client: ObservedClient;
  /** Budgets may limit the output of the request. */
  readonly isLimitChangeable: boolean;
  /** The stream tells its usage only when asked, and the caller did not ask. */
  asksForUsage: boolean;
  /** The call that makes the request, which is told what becomes of it; set when the call has begun. */
  call: ActiveCall | undefined;
  /** Times that the request was sent: more than once where the client tries again. */
  attempts = 0;
  statusCode: number | undefined;
  /** The request has left the process, also if it was never answered; `undefined` where the client does not tell. */
  wasSent: boolean | undefined;
  readonly #method: ClientMethod;
  /** The client is one model itself, or its address decides which one answers, as with Azure's deployments. */
  readonly #isModelFixed: boolean;
  readonly #facts = new ResponseFacts();
  readonly #assembler: OutputAssembler | undefined;
  #answer: readonly Message[] | undefined;

  constructor(client: ObservedClient, method: ClientMethod, { request, maxAnswerLength }: ExchangeInput) {
    const server = client.server();
    this.client = client;
    this.operation = method.operation;
    this.provider = server.provider;
    this.model = textIn(request, 'model') ?? server.model;
    this.baseUrl = server.baseUrl;
    this.requestAttributes = {
      [GEN_AI.provider]: server.provider ?? client.definition.provider,
      ...serverAttributes(server.baseUrl),
      ...method.attributesOf(request),
    };
    this.asksForUsage = client.asksForUsage && (method.isUsageWithheld?.(request, server) ?? false);
    this.isLimitChangeable = method.output !== undefined && !thinksBesideLimit(request);
    this.#method = method;
    this.#isModelFixed = server.model !== undefined || /\/deployments\//.test(server.baseUrl ?? '');
    this.#assembler = maxAnswerLength > 0 ? createOutputAssembler(maxAnswerLength) : undefined;
  }

  /** The server does not know how to tell the usage of a stream. */
  usageRefused(): void {
    this.asksForUsage = false;
    this.client.refusesUsage = true;
    this.attempts += 1;
  }

  /** Budgets may send the request to another model. */
  get isModelChangeable(): boolean {
    return this.#method.output !== undefined && !this.#isModelFixed;
  }

  /** The request as budgets let it be sent. */
  changed(request: unknown, change: RequestChange): unknown {
    const { output } = this.#method;
    return output ? changeRequest(request, change, output) : request;
  }

  get passesOn(): boolean {
    return this.client.definition.passesOn === true;
  }

  get streamIn(): string | undefined {
    return this.#method.streamIn;
  }

  chunk(chunk: unknown): void {
    this.#method.note(chunk, this.#facts);
    this.#assembler?.add(chunk);
    const error = this.#method.errorIn?.(chunk);
    if (error !== undefined) this.call?.fail(asError(error));
  }

  response(response: unknown): void {
    this.#method.note(response, this.#facts);
    if (this.#assembler) this.#answer = toOutputMessages(response);
  }

  failed(error: unknown): void {
    const status = field(error, 'status') ?? field(error, 'statusCode');
    if (typeof status === 'number') this.statusCode = status;
  }

  output(): unknown {
    return this.#answer ?? this.#assembler?.messages();
  }

  responseAttributes(): Attributes {
    return {
      ...this.#facts.toAttributes(),
      ...(this.statusCode !== undefined && { [TRANSPORT.statusCode]: this.statusCode }),
      ...(this.attempts > 1 && { [TRANSPORT.resendCount]: this.attempts - 1 }),
    };
  }
}
