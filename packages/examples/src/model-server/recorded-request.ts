import type { JsonObject } from './json';

/** How a request was dealt with; `pending` while it is. */
type RequestOutcome = 'pending' | 'answered' | 'refused' | 'cut' | 'abandoned';

/** One request as the server received it. */
export interface RecordedRequest {
  /** Counts from 1; the ids in the response are made of it. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty when the body was no JSON object. */
  readonly body: JsonObject;
  readonly outcome: RequestOutcome;
  /** HTTP status that was sent; `undefined` until then. */
  readonly status: number | undefined;
}
