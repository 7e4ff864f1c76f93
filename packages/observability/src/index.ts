export type {
  AttributeValue,
  BudgetAnswer,
  BudgetDecision,
  BudgetEstimator,
  BudgetLedger,
  BudgetOptions,
  BudgetQuestion,
  BudgetScope,
  CallContext,
  Cost,
  NamedRedactionPattern,
  PriceOverride,
  RedactionPattern,
  Usage,
  UsageReading,
} from '@kagura/core';
export {
  BudgetExceededError,
  BudgetUnavailableError,
  ConfigurationError,
  KaguraError,
  LedgerUnavailableError,
  UnpricedModelError,
} from '@kagura/core';
export type { CaptureOptions } from './capture-settings';
export { observeClient, unobserveClient } from './clients/observe-client';
export type { ObserveClientOptions } from './clients/observe-client-options';
export type { ContentPlace, RedactionHook } from './content-filter';
export { type BudgetCheck, CostTracker } from './cost-tracker';
export type { DualDecorator, ObserveDecorator } from './decorator-types';
export { Observe, Trace } from './decorators';
export { KaguraMetricProducer, type KaguraMetricProducerOptions } from './kagura-metric-producer';
export { KaguraSpanProcessor } from './kagura-span-processor';
export { metrics } from './metrics';
export type { ObservabilityOptions } from './observability-options';
export { observe, trace } from './observe';
export type { ObservedKind, ObserveInput, ObserveOptions, OptionsOfCall } from './observe-options';
export type {
  BudgetGuarantee,
  BudgetSummary,
  CostAmounts,
  CostFilter,
  CostQuestion,
  CostReport,
  CostReportLine,
  CostSummary,
  ReadingOptions,
  SlowCallQuery,
  SlowInvocation,
  Stats,
  TimeSelection,
  Trace as RecordedTrace,
  TraceSpan,
  UncertainCall,
} from './reading';
export { recordUsage, type UsageRecord } from './record-usage';
export { type Observability, startObservability } from './start-observability';
export type { TimedSpan } from './timed-span';
export { Tracer } from './tracer';
export { currentSpan, withContext } from './with-context';
