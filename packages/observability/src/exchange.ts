import type { Attributes } from '@opentelemetry/api';

/**
 * One request of a wrapped client to a provider's API. It knows the API's formats, where the call around it knows
 * time, place and price. None of its methods may throw for what a response holds.
 */
export interface Exchange {
  /** OpenTelemetry `gen_ai.operation.name`. */
  readonly operation: string;
  /** Where the API is served, which often tells who serves it. */
  readonly baseUrl: string | undefined;
  /** What the request says, in the names of the conventions. */
  readonly requestAttributes: Attributes;
  /** Times that the client has sent the request so far: more than once where it tries again by itself. */
  readonly attempts: number;
  /** What it asks may be another observed client, whose call then counts. */
  readonly passesOn?: boolean | undefined;
  /** The member of the answer that streams, where the answer itself does not. */
  readonly streamIn?: string | undefined;
  /** Takes a note of a streamed chunk. */
  chunk(chunk: unknown): void;
  /** Takes a note of a whole response. */
  response(response: unknown): void;
  /** Takes a note of what the call failed with. */
  failed(error: unknown): void;
  /** What came out so far, for captured responses; `undefined` while nothing has. */
  output(): unknown;
  /** What response and transport have told beside the usage. */
  responseAttributes(): Attributes;
}
