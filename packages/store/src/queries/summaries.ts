import { connection, type Database } from '../database';
import { dateOf } from '../microseconds';

/** An agent that the database knows. */
export interface AgentSummary {
  readonly agent: string;
  /** Invocations; its model calls where it has no invocation. */
  readonly calls: number;
  /** Start of its latest span. */
  readonly lastAt: Date;
}

/** What the database holds. */
export interface StoreSummary {
  /** Invocations of agents, and model calls outside any. */
  readonly calls: number;
  /** Start of the first call. */
  readonly firstAt: Date | null;
  /** Start of the latest call. */
  readonly lastAt: Date | null;
}

interface SummaryRow {
  readonly agent: string;
  readonly calls: number;
  readonly first_start_us: number;
  readonly last_start_us: number;
}

const SUMMARIES = `
  SELECT agent, ifnull(nullif(sum(calls) FILTER (WHERE kind = 'agent'), 0), sum(calls)) AS calls,
    min(first_start_us) AS first_start_us, max(last_start_us) AS last_start_us
  FROM rollup_day WHERE kind IN ('agent', 'model')
  GROUP BY agent ORDER BY calls DESC, agent`;

/**
 * Every agent, most calls first.
 *
 * @throws StoreError
 */
export function readAgentSummaries(database: Database): AgentSummary[] {
  return readSummaries(database)
    .filter(({ agent }) => agent !== '')
    .map(({ agent, calls, last_start_us }) => ({ agent, calls, lastAt: dateOf(last_start_us) }));
}

/** @throws StoreError */
export function readStoreSummary(database: Database): StoreSummary {
  const rows = readSummaries(database);
  if (rows.length === 0) return { calls: 0, firstAt: null, lastAt: null };
  return {
    calls: rows.reduce((sum, row) => sum + row.calls, 0),
    firstAt: dateOf(Math.min(...rows.map((row) => row.first_start_us))),
    lastAt: dateOf(Math.max(...rows.map((row) => row.last_start_us))),
  };
}

function readSummaries(database: Database): SummaryRow[] {
  return database[connection].all<SummaryRow>(SUMMARIES);
}
