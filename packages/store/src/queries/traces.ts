import type { StoredTrace } from '@kagura/core';
import type { Database } from '../database';

export interface ReadTraceOptions {
  /** Asks for this agent's invocation in the trace instead of the trace's root. */
  readonly agent?: string | undefined;
}

export function readTrace(
  database: Database,
  traceId: string,
  options: ReadTraceOptions = {},
): StoredTrace | undefined {
  throw new Error(`not yet: ${database.path} ${traceId} ${options.agent}`);
}

export function readLastTrace(database: Database, agent?: string): StoredTrace | undefined {
  throw new Error(`not yet: ${database.path} ${agent}`);
}

export function findTraceIds(database: Database, prefix: string, limit: number): string[] {
  throw new Error(`not yet: ${database.path} ${prefix} ${limit}`);
}
