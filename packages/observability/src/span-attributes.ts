import {
  type Cost,
  ERROR_TYPE,
  GEN_AI,
  KAGURA,
  outputTokensPerSecond,
  type SpanError,
  type UsageReading,
  type UsageSource,
} from '@kagura/core';
import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import { type BudgetStamp, crossingAttributes } from './budget/budget-stamp';
import { errorAttributes } from './error-attributes';
import type { ModelCall } from './model-call';

const NANO = 1_000_000_000;
const BUDGET_THRESHOLD_EVENT = 'kagura.budget.threshold';
const MICROSECONDS_PER_SECOND = 1_000_000;

/** The part of a span that accounting writes to. */
export interface AttributeWriter {
  setAttribute(key: string, value: string | number | string[]): unknown;
  addEvent(name: string, attributes: Attributes): unknown;
}

/** Writes what a model call used onto its span, in the names of the GenAI conventions. */
export function stampUsage(span: AttributeWriter, reading: UsageReading, source: UsageSource | null): void {
  const { usage } = reading;
  const set = (key: string, value: string | number | undefined): void => {
    if (value !== undefined) span.setAttribute(key, value);
  };
  set(GEN_AI.provider, reading.provider);
  set(GEN_AI.responseModel, reading.model);
  set(GEN_AI.responseId, reading.responseId);
  set(GEN_AI.inputTokens, usage.inputTokens);
  set(GEN_AI.outputTokens, usage.outputTokens);
  set(GEN_AI.cacheReadTokens, usage.cachedReadTokens);
  set(GEN_AI.cacheCreationTokens, usage.cacheWriteTokens);
  set(GEN_AI.cacheWriteTokens, usage.cacheWriteTokens);
  set(GEN_AI.reasoningTokens, usage.reasoningTokens);
  if (reading.finishReason !== undefined) span.setAttribute(GEN_AI.finishReasons, [reading.finishReason]);
  if (source !== null) span.setAttribute(KAGURA.usageSource, source);
}

/** Writes how soon and how fast the answer of a model call came. */
export function stampTiming(span: AttributeWriter, call: ModelCall): void {
  const { timeToFirstChunkUs, durationUs, latencyTracked, reading } = call;
  if (timeToFirstChunkUs !== null)
    span.setAttribute(GEN_AI.timeToFirstChunk, timeToFirstChunkUs / MICROSECONDS_PER_SECOND);
  const rate = outputTokensPerSecond({ usage: reading?.usage ?? null, durationUs, latencyTracked });
  if (rate !== null) span.setAttribute(KAGURA.tokensPerSecond, rate);
}

/** Writes a cost and where it comes from. An unknown cost has a status and no amount: never 0. */
export function stampCost(span: AttributeWriter, cost: Cost): void {
  span.setAttribute(KAGURA.costStatus, cost.status);
  span.setAttribute(KAGURA.costSource, cost.source);
  span.setAttribute(KAGURA.priceVersion, cost.tableVersion);
  if (cost.nanoUsd === null) return;
  span.setAttribute(KAGURA.costUsd, cost.nanoUsd / NANO);
  if (cost.parts.length === 0) return;
  let input = 0;
  let cache = 0;
  let output = 0;
  for (const part of cost.parts) {
    if (part.kind.startsWith('output')) output += part.nanoUsd;
    else if (part.kind.startsWith('cache')) cache += part.nanoUsd;
    else if (part.kind.startsWith('input')) input += part.nanoUsd;
  }
  span.setAttribute(KAGURA.inputCostUsd, input / NANO);
  span.setAttribute(KAGURA.cacheCostUsd, cache / NANO);
  span.setAttribute(KAGURA.outputCostUsd, output / NANO);
}

/** Writes where the budgets of a model call stand, and an event for every threshold that it reached. */
export function stampBudgets(span: AttributeWriter, { attributes, crossings }: BudgetStamp): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string' || typeof value === 'number') span.setAttribute(key, value);
  }
  for (const crossing of crossings) span.addEvent(BUDGET_THRESHOLD_EVENT, crossingAttributes(crossing));
}

export function stampSubtree(span: AttributeWriter, nanoUsd: number): void {
  span.setAttribute(KAGURA.subtreeCostUsd, nanoUsd / NANO);
}

/** Marks the span as failed and records the exception event of the OpenTelemetry conventions. */
export function stampError(span: Span, error: SpanError): void {
  span.setAttribute(ERROR_TYPE, error.type);
  span.setAttributes(errorAttributes(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.addEvent('exception', {
    'exception.type': error.type,
    'exception.message': error.message,
    ...(error.stack === null ? {} : { 'exception.stacktrace': error.stack }),
  });
}
