import type { SpanContent, SpanError, UsageReading } from '@kagura/core';

/** What became of a call. */
export interface CallOutcome {
  readonly error: SpanError | null;
  /** What the result said was used; several where a stream passed on the chunks of several model calls. */
  readonly readings: readonly UsageReading[];
  readonly response: object | undefined;
  readonly timeToFirstChunkUs: number | null;
  readonly content: SpanContent | null;
}
