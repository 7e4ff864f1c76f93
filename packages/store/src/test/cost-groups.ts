import type { CallFilter, CostDimension, CostGroup } from '@kagura/core';
import type { Database } from '../database';
import { readCosts } from '../queries/costs';

interface CostGroupsOptions {
  readonly by: CostDimension;
  readonly timeZone: string;
  readonly filter?: CallFilter;
}

/** The groups of one dimension. */
export function readCostGroups(database: Database, { by, ...options }: CostGroupsOptions): CostGroup[] {
  return readCosts(database, { by: [by], ...options }).groups[by] ?? [];
}
