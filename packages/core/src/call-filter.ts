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
}
