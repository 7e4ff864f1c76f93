import type { Database } from '../database';

export interface AgentSummary {
  readonly agent: string;
  readonly calls: number;
  readonly lastAt: Date;
}

export interface StoreSummary {
  readonly calls: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

export function readAgentSummaries(database: Database): AgentSummary[] {
  throw new Error(`not yet: ${database.path}`);
}

export function readStoreSummary(database: Database): StoreSummary {
  throw new Error(`not yet: ${database.path}`);
}
