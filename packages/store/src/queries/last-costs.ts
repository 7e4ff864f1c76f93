import { isInScope } from '@kagura/core';
import { connection, type Database } from '../database';

export interface LastCostsOptions {
  /** With its dated versions, as answers name them. */
  readonly model: string;
  readonly agent: string | null;
  readonly limit: number;
}

interface CostRow {
  readonly model: string;
  readonly cost_nano: number;
}

/** Looked through for them, the latest first: a call waits for this. */
const MAX_SPANS = 10_000;

const LAST_COSTS = `
  SELECT model, cost_nano
  FROM (SELECT id, kind, agent, model, cost_nano FROM spans ORDER BY start_us DESC LIMIT ${MAX_SPANS})
  WHERE kind = 'model' AND agent = :agent AND cost_nano IS NOT NULL`;

/**
 * What the last calls of a model and agent have cost, in nano-dollars, the latest last. Calls long ago, among many
 * others, are not found.
 *
 * @throws StoreError
 */
export function readLastCosts(database: Database, { model, agent, limit }: LastCostsOptions): number[] {
  return database[connection]
    .all<CostRow>(LAST_COSTS, { agent: agent ?? '' })
    .filter((row) => isInScope({ model }, row))
    .slice(0, limit)
    .map((row) => row.cost_nano)
    .reverse();
}
