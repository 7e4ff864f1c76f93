import type { UsageHint, UsageReading } from '../usage';

/** How one provider streams a response. None of the functions may throw. */
export interface StreamProtocol {
  /** True for a chunk that only this protocol has. */
  recognises(chunk: object): boolean;
  start(hint: UsageHint): ResponseFold;
}

/** What is known of one streamed response so far. `add` runs for each chunk on the call path: keep it cheap. */
export interface ResponseFold {
  add(chunk: object): void;
  /** The piece of answer text in a chunk. */
  textOf(chunk: object): unknown;
  /** True when `chunk` begins another response: an agent may pass on the chunks of several calls. */
  isFollowedBy(chunk: object): boolean;
  /** @param aborted whether reading stopped before the stream had ended by itself */
  finish(aborted: boolean): UsageReading | undefined;
  /** Other calls that came to their end in the same stream, before this one. */
  besides?(): readonly UsageReading[];
  /** The fold of the response that follows, where it has to know something of this one. */
  next?(): ResponseFold;
}
