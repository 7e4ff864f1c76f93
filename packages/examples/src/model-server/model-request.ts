import type { JsonObject } from './json';

export interface ToolDefinition {
  readonly name: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

/** `auto` and `required` both lead to a call; a name asks for that tool. */
export type ToolChoice = 'auto' | 'required' | 'none' | { readonly name: string };

/** How much of a prompt the caller wants cached. */
export interface CacheWish {
  /** Prompts share a cache only within one scope. */
  readonly scope: string;
  /** How many of the request's texts, from the first, belong to the cached prefix. */
  readonly texts: number;
  /** Whether the provider bills what it writes to the cache. */
  readonly billsWrites: boolean;
}

/** What one request asks for, whichever provider's format it came in. */
export interface ModelRequest {
  readonly model: string;
  readonly stream: boolean;
  /** Every text the model reads, in order; each is counted by itself. */
  readonly texts: readonly string[];
  /** The last thing a user said. */
  readonly prompt: string;
  /** Results of tools that the conversation ends with; then an answer is due and no further tool call. */
  readonly toolResults: readonly string[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  readonly maxOutputTokens: number | undefined;
  readonly cache: CacheWish | undefined;
  readonly body: JsonObject;
}

/** A request that the provider would refuse with status 400. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';

  constructor(
    message: string,
    /** The field that is wrong. */
    readonly parameter: string,
  ) {
    super(message);
  }
}

/** The field `model`, which every endpoint requires. */
export function requireModel(body: JsonObject): string {
  if (typeof body.model !== 'string' || body.model === '') {
    throw new InvalidRequestError('you must provide a model parameter', 'model');
  }
  return body.model;
}
