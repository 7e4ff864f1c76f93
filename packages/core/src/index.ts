export type { AgentStats, LatencyStats } from './agent-stats';
export type { CallFilter, TimeRange } from './call-filter';
export type { Cost, CostPart, CostPartKind, CostStatus, UnpricedReason } from './cost';
export type { CostDimension, CostGroup, CostTotals, CostTotalsStatus, UnpricedModel } from './cost-totals';
export { ConfigurationError, KaguraError } from './errors';
export { ERROR_TYPE, GEN_AI, KAGURA } from './semconv';
export type {
  AttributeValue,
  CallContext,
  SpanContent,
  SpanError,
  SpanKind,
  SpanRecord,
  SpanStatus,
} from './span-record';
export type { SlowCall, StoredCost, StoredSpan, StoredTrace } from './trace';
export type { Usage, UsageHint, UsageReading, UsageSource } from './usage';
