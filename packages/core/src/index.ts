export type { AgentStats, LatencyStats } from './agent-stats';
export type {
  Budget,
  BudgetEstimate,
  BudgetLeak,
  BudgetMode,
  BudgetScope,
  BudgetTightness,
  LedgerFailurePolicy,
} from './budget/budget';
export { type BudgetCharge, type BudgetedCall, chargeOf, isInScope } from './budget/budget-charge';
export {
  BudgetExceededError,
  BudgetUnavailableError,
  type ExceededBudget,
  LedgerUnavailableError,
  UnpricedModelError,
} from './budget/budget-errors';
export type { Awaitable, BudgetLedger, BudgetSet, SynchronousBudgetLedger } from './budget/budget-ledger';
export type {
  BudgetAnswer,
  BudgetDecision,
  BudgetDefaults,
  BudgetEstimator,
  BudgetOptions,
  BudgetQuestion,
  ResolvedBudget,
} from './budget/budget-options';
export {
  type BudgetCalendar,
  type BudgetPeriod,
  type BudgetWindow,
  budgetWindow,
  lengthOf,
  parseBudgetPeriod,
} from './budget/budget-period';
export { type BudgetStatus, budgetStatus } from './budget/budget-status';
export {
  costOfTokens,
  maxCost,
  outputThatFits,
  type PlannedCall,
  type TokenCounts,
} from './budget/call-cost';
export type { BudgetForecast } from './budget/forecast';
export type { EntryState, LedgerEntry } from './budget/ledger-entry';
export { reachedThresholds, requireAmount } from './budget/ledger-rules';
export { MemoryLedger } from './budget/memory-ledger';
export { OptionChecks } from './budget/option-checks';
export {
  type KnownBudget,
  type ReportedCalls,
  readBudgets,
  readReportBudget,
} from './budget/read-budgets';
export {
  boundOfRequest,
  choicesOf,
  likelyTokens,
  OUTPUT_LIMITS,
  type RequestBound,
} from './budget/request-bound';
export type { BudgetBalance, Reservation, ReserveOutcome } from './budget/reservation';
export { BUDGET_OPTION_NAMES, resolveBudget } from './budget/resolve-budget';
export type { Settlement, SettleOutcome, ThresholdCrossing } from './budget/settlement';
export { streamedLength } from './budget/streamed-length';
export { thinksBesideLimit } from './budget/thinking-beside-limit';
export { type CostOptions, type CostRequest, calculateCost } from './calculate-cost';
export { type DayRange, dayKey, dayRange } from './calendar-day';
export type { CallFilter, TimeRange } from './call-filter';
export { promptText, responseText } from './content-text';
export type { Cost, CostPart, CostPartKind, CostStatus, EstimateReason, UnpricedReason } from './cost';
export {
  type CostReportBudget,
  type CostReportData,
  type CostReportFormat,
  formatCostReport,
  toReportBudget,
} from './cost-report-text';
export type { CostDimension, CostGroup, CostTotals, CostTotalsStatus, UnpricedModel } from './cost-totals';
export { isGenAiSpan, readSpanUsage, type SpanHabits, spanHabits } from './dialects';
export type { SpanAttributes, SpanUsage } from './dialects/span-usage';
export { displayWidth, padToWidth } from './display-width';
export { endpointLocation } from './endpoint-location';
export { ConfigurationError, KaguraError } from './errors';
export {
  explainPrice,
  type PricedModelRequest,
  type PriceExplanation,
  type PriceStep,
  type PriceStepRule,
} from './explain-price';
export { extractUsage } from './extract-usage';
export { resolveProvider } from './extractors/resolve-provider';
export { field, itemsOf, ownData } from './fields';
export {
  createStreamFolder,
  foldStream,
  type StreamEnd,
  type StreamFolder,
  type StreamFolderOptions,
} from './fold-stream';
export {
  formatCount,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  formatUsd,
  formatUsdFixed,
} from './format';
export { formatBytes } from './format-bytes';
export { LatencyHistogram } from './latency-histogram';
export { listPrices, type PriceListOptions } from './list-prices';
export type { Message, MessagePart, RequestMessages } from './messages/message';
export { toInputMessages, toOutputMessages } from './messages/messages';
export { createOutputAssembler, type OutputAssembler } from './messages/output-assembler';
export { nanoFromUsd, usdFromNano } from './money';
export { outputTokensPerSecond } from './output-rate';
export { formatShares, percentShares } from './percent-shares';
export {
  PERIOD_NAMES,
  type Period,
  type PeriodName,
  type PeriodOptions,
  resolvePeriod,
  type Weekday,
} from './period';
export type { PriceEntry, UsdRates } from './price-entry';
export { checkPriceOverrides, type PriceOverride } from './price-override';
export { priceStoredCall } from './price-stored-call';
export { type PriceNote, priceTableVersion } from './price-table';
export { foldProvider } from './provider-name';
export { redactionMark, type SecretFinder } from './redact/found-secret';
export {
  type NamedRedactionPattern,
  patternFinders,
  type RedactionPattern,
} from './redact/redaction-pattern';
export { MAX_REDACTED_LENGTH, REDACTION_MARGIN, type RedactOptions, redactText } from './redact/redactor';
export { isSecretName } from './redact/secret-names';
export { canBeSameCall } from './same-call';
export { escapeJsonControls, sanitizeLine, sanitizeText } from './sanitize-text';
export { ERROR_TYPE, GEN_AI, KAGURA, REQUEST, TRANSPORT } from './semconv';
export type {
  AttributeValue,
  BilledAs,
  CallContext,
  SpanContent,
  SpanError,
  SpanKind,
  SpanRecord,
  SpanStatus,
} from './span-record';
export { suggest } from './suggest';
export { sumCosts, sumTokens, type TokenKind } from './sum-costs';
export { formatRfc3339, formatTimestamp, parseTimestamp } from './timestamp';
export type { SlowCall, StoredCost, StoredSpan, StoredTrace } from './trace';
export { formatTotalUsd, unpricedLines } from './unpriced-text';
export type { Usage, UsageHint, UsageReading, UsageSource } from './usage';
