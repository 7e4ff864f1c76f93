import type { SlowCall, SpanStatus, TimeRange } from '@kagura/core';
import { connection, type Database } from '../database';
import { dateOf } from '../microseconds';
import { hexOf } from '../span-id';

export interface SlowCallsOptions {
  readonly agent: string;
  /** Only calls slower than this, in milliseconds. */
  readonly thresholdMs: number;
  /** Default: 100. */
  readonly limit?: number | undefined;
  readonly range?: TimeRange | undefined;
}

interface SlowCallRow {
  readonly trace_id: Uint8Array;
  readonly span_id: Uint8Array;
  readonly start_us: number;
  readonly duration_us: number;
  readonly status: SpanStatus;
  readonly input: string | null;
}

/** The signs keep SQLite from going through the calls in order of start: the index by latency ends at the limit. */
const SLOW_CALLS = `
  SELECT call.trace_id, call.span_id, call.start_us, call.duration_us, call.status, content.input
  FROM spans AS call LEFT JOIN span_content AS content ON content.id = call.id
  WHERE call.kind = 'agent' AND call.latency_tracked = 1 AND call.agent = :agent
    AND call.duration_us > :threshold AND +call.start_us >= :start AND +call.start_us < :end
  ORDER BY call.duration_us DESC, call.start_us DESC LIMIT :limit`;

/**
 * Invocations of the agent that took longer than the threshold, slowest first. Those without latency tracking are not
 * among them.
 *
 * @throws StoreError
 */
export function readSlowCalls(database: Database, options: SlowCallsOptions): SlowCall[] {
  const { agent, thresholdMs, limit = 100, range } = options;
  return database[connection]
    .all<SlowCallRow>(SLOW_CALLS, {
      agent,
      threshold: thresholdMs * 1_000,
      start: (range?.start?.getTime() ?? -8.64e15) * 1_000,
      end: (range?.end?.getTime() ?? 8.64e15) * 1_000,
      limit,
    })
    .map((row) => ({
      timestamp: dateOf(row.start_us),
      latencyMs: row.duration_us / 1_000,
      traceId: hexOf(row.trace_id),
      spanId: hexOf(row.span_id),
      status: row.status,
      input: row.input,
    }));
}
