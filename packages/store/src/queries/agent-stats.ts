import type { AgentStats, CallFilter } from '@kagura/core';
import type { Database } from '../database';

export function readAgentStats(database: Database, filter: CallFilter = {}): AgentStats[] {
  throw new Error(`not yet: ${database.path} ${filter.agent}`);
}
