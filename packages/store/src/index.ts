export { changedBudgets } from './changed-budgets';
export {
  budgetsOfFile,
  configurationPathFor,
  type FileConfiguration,
  readConfigurationFile,
} from './configuration-file';
export type { Database } from './database';
export { type DeleteCallsOptions, type DeleteCallsResult, deleteCalls } from './delete-calls';
export { defaultDatabasePath, findDatabase } from './find-database';
export { expireDeadOwners } from './ledger/dead-owners';
export { ledgerPathFor } from './ledger/ledger-path';
export { type OpenLedgerOptions, openLedger } from './ledger/open-ledger';
export { hasOwnerDied, processOwner } from './ledger/process-owner';
export { type OpenDatabaseOptions, openDatabase } from './open-database';
export {
  readPriceOverrides,
  removePriceOverride,
  type StoredPriceOverride,
  setPriceOverride,
  writeCodePriceOverrides,
} from './price-overrides';
export { type PruneOptions, type PruneResult, pruneStore } from './prune-store';
export { readAgentStats } from './queries/agent-stats';
export {
  type Costs,
  type CostsOptions,
  readCosts,
  readCostTotals,
} from './queries/costs';
export { type LastCostsOptions, readLastCosts } from './queries/last-costs';
export { readSlowCalls, type SlowCallsOptions } from './queries/slow-calls';
export {
  type AgentSummary,
  readAgentSummaries,
  readStoreSummary,
  type StoreSummary,
} from './queries/summaries';
export { findTraceIds, type ReadTraceOptions, readLastTrace, readTrace } from './queries/traces';
export { readUnpricedModels, type UnpricedCalls } from './queries/unpriced-models';
export { type RecalculateOptions, type RecalculationFilter, recalculateCosts } from './recalculate-costs';
export type { RecalculatedModel } from './recalculation-tally';
export { readSettings, type Settings, writeSettings } from './settings';
export { type DropReason, SpanWriter, type SpanWriterOptions } from './span-writer';
export { StoreError, type StoreErrorCode } from './store-error';
export { type StoreInfo, storeInfo } from './store-info';
export type { StoreWarning } from './store-warning';
export { type VacuumResult, vacuumStore } from './vacuum-store';
