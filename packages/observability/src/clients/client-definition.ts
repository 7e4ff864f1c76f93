import type { Attributes } from '@opentelemetry/api';
import type { ResponseFacts } from './response-facts';

/** Where a client's requests go. */
export interface ClientServer {
  /** OpenTelemetry `gen_ai.provider.name`; `undefined` where client and address leave it open. */
  readonly provider: string | undefined;
  readonly baseUrl: string | undefined;
  /** The model that a client is set up for. */
  readonly model?: string | undefined;
}

/** A method of a client that makes one request to a model, and no more: helpers that build on it are recorded through it. */
export interface ClientMethod {
  /** Where it stands on the client: `chat.completions.create`. One that the client does not have is passed over. */
  readonly path: string;
  /** OpenTelemetry `gen_ai.operation.name`. */
  readonly operation: string;
  /** Parameters of a request, in the names of the conventions. */
  attributesOf(request: unknown): Attributes;
  /** What the API calls its limit of the output, and where its parameters are, if not in the request itself. */
  readonly output?: { readonly outputLimit: string; readonly parametersIn?: string } | undefined;
  /** True for a streamed request whose usage comes only when it is asked for, and the caller did not ask. */
  isUsageWithheld?(request: unknown, server: ClientServer): boolean;
  /** Takes from a response, or from a chunk of one, what is worth knowing beside its usage. */
  note(answer: unknown, facts: ResponseFacts): void;
}

/** A kind of client. A new one is a file like those of the others and a line in `known-clients.ts`. */
export interface ClientDefinition {
  readonly name: string;
  /** OpenTelemetry name of the provider whose API the client speaks, whoever serves it. */
  readonly provider: string;
  /** True where the object is one model itself, so that no request of it can be sent to another. */
  readonly isModel?: true;
  /** By structure: a client may come from any copy of its package. */
  recognises(client: object): boolean;
  serverOf(client: object): ClientServer;
  readonly methods: readonly ClientMethod[];
  /** Paths of helpers that call one of the methods only after they have returned. */
  readonly helpers?: readonly string[];
}
