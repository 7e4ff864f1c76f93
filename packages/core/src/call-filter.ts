import type { SpanStatus } from './span-record';

/** Half-open range of start times: `start <= t < end`. A missing side is unbounded. */
export interface TimeRange {
  readonly start?: Date | undefined;
  readonly end?: Date | undefined;
}

/** Which calls a question is about. Every given field must match. */
export interface CallFilter extends TimeRange {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  /** Calls that carry this tag with this value. */
  readonly tag?: { readonly key: string; readonly value: string } | undefined;
  readonly status?: SpanStatus | undefined;
}
