import type { SpanContent, SpanError, UsageReading } from '@kagura/core';

/** What became of a call. */
export interface CallOutcome {
  readonly error: SpanError | null;
  readonly reading: UsageReading | undefined;
  readonly response: object | undefined;
  readonly timeToFirstChunkUs: number | null;
  readonly content: SpanContent | null;
}
