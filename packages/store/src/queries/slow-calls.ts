import type { SlowCall, TimeRange } from '@kagura/core';
import type { Database } from '../database';

export interface SlowCallsOptions {
  readonly agent: string;
  /** Only calls slower than this, in milliseconds. */
  readonly thresholdMs: number;
  /** Default: 100. */
  readonly limit?: number | undefined;
  readonly range?: TimeRange | undefined;
}

export function readSlowCalls(database: Database, options: SlowCallsOptions): SlowCall[] {
  throw new Error(`not yet: ${database.path} ${options.agent}`);
}
