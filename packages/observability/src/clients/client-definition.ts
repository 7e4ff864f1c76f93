import type { Attributes } from '@opentelemetry/api';
import type { ResponseFacts } from './response-facts';

/** Where a client's requests go. */
export interface ClientServer {
  /** OpenTelemetry `gen_ai.provider.name`; `undefined` where client and address leave it open. */
  readonly provider: string | undefined;
  readonly baseUrl: string | undefined;
  /** The model that a client is set up for: none of its requests can be sent to another. */
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
  /** The member of the answer that streams, where the answer itself does not. */
  readonly streamIn?: string;
  /** What a chunk says that the stream has failed with; `undefined` for any other chunk. */
  errorIn?(chunk: unknown): unknown;
  /** Takes from a response, or from a chunk of one, what is worth knowing beside its usage. */
  note(answer: unknown, facts: ResponseFacts): void;
}

/** A kind of client. A new one is a file like those of the others and a line in `known-clients.ts`. */
export interface ClientDefinition {
  readonly name: string;
  /** OpenTelemetry name of the provider whose API the client speaks, whoever serves it. Absent where each object tells. */
  readonly provider?: string;
  /** True where such an object may stand in front of another one that is observed as well. */
  readonly passesOn?: true;
  /** By structure: a client may come from any copy of its package. */
  recognises(client: object): boolean;
  serverOf(client: object): ClientServer;
  readonly methods: readonly ClientMethod[];
  /** Paths of helpers that call one of the methods only after they have returned. */
  readonly helpers?: readonly string[];
}
