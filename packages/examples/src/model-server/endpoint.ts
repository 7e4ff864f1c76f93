import type { JsonObject } from './json';
import type { ModelAnswer } from './model-answer';
import type { ModelRequest } from './model-request';

/** Whose way of telling of errors an endpoint has; Groq's is OpenAI's. */
export type Provider = 'openai' | 'anthropic' | 'google' | 'mistral' | 'cohere' | 'ollama' | 'bedrock';

/** One answered request, ready to be written in a provider's format. */
export interface Reply {
  /** Counts the requests of a server from 1; ids are made of it. */
  readonly number: number;
  readonly createdAt: Date;
  readonly request: ModelRequest;
  readonly answer: ModelAnswer;
}

export interface ServerSentEvent {
  /** Absent where the provider sends data lines only. */
  readonly event?: string;
  readonly data: unknown;
  /** Tokens of the answer that this event delivers. */
  readonly tokens?: number;
}

/** How a stream stands on the wire. */
export interface StreamFormat {
  readonly contentType: string;
  encode(event: ServerSentEvent): string | Uint8Array;
}

/** One URL of a provider's API: reads its request format and writes its two response formats. */
export interface Endpoint {
  readonly provider: Provider;
  /** A pattern where the URL holds more than the name of the operation, such as the model. */
  readonly path: string | RegExp;
  /** @throws InvalidRequestError */
  read(body: JsonObject, path: string): ModelRequest;
  write(reply: Reply): unknown;
  /** Absent where the provider does not stream. */
  stream?(reply: Reply): Iterable<ServerSentEvent>;
  /** @default server-sent events */
  readonly streamFormat?: StreamFormat;
}
