import type { CallFilter, CostDimension, CostGroup, CostTotals, UnpricedModel } from '@kagura/core';
import type { Database } from '../database';

export interface CostGroupsOptions {
  readonly by: CostDimension;
  /** IANA time zone whose calendar days are meant. */
  readonly timeZone: string;
  readonly filter?: CallFilter | undefined;
}

export function readCostTotals(database: Database, filter: CallFilter = {}): CostTotals {
  throw new Error(`not yet: ${database.path} ${filter.agent}`);
}

export function readCostGroups(database: Database, options: CostGroupsOptions): CostGroup[] {
  throw new Error(`not yet: ${database.path} ${options.by}`);
}

export function readUnpricedModels(database: Database, filter: CallFilter = {}): UnpricedModel[] {
  throw new Error(`not yet: ${database.path} ${filter.agent}`);
}
