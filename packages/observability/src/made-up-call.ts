import { GEN_AI, KAGURA } from '@kagura/core';
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import type { CallFrame, UsageClaim } from './call-frame';
import { toHrTime } from './clock';
import { type ModelCall, operationOf } from './model-call';
import type { OpenTelemetryBinding, SpanIds } from './open-telemetry';

/** Starts the span of a model call that is known by its usage only: a child of the call that yielded it. */
export function startMadeUpSpan(binding: OpenTelemetryBinding, frame: CallFrame, claim: UsageClaim): Span {
  const operation = operationOf(claim.reading);
  const model = claim.reading.model ?? frame.options.model;
  const attributes: Attributes = { [GEN_AI.operation]: operation };
  if (model !== undefined) attributes[GEN_AI.requestModel] = model;
  if (frame.agent !== null) attributes[KAGURA.agent] = frame.agent;
  return binding.startSpanUnder(frame.span, model === undefined ? operation : `${operation} ${model}`, {
    kind: SpanKind.CLIENT,
    startTime: toHrTime(claim.startUs),
    attributes,
  });
}

/** What is known of such a call: its usage, and the place and time of the call around it. */
export function madeUpCall(
  { span, ids }: { readonly span: Span; readonly ids: SpanIds },
  frame: CallFrame,
  claim: UsageClaim,
): ModelCall {
  return {
    enclosing: frame,
    span,
    traceId: ids.traceId,
    spanId: ids.spanId,
    parentSpanId: frame.spanId,
    operation: operationOf(claim.reading),
    agent: frame.agent,
    agentSpanId: frame.agentSpanId,
    reading: claim.reading,
    response: claim.response,
    model: frame.options.model,
    provider: frame.options.provider,
    startUs: claim.startUs,
    durationUs: claim.endUs - claim.startUs,
    timeToFirstChunkUs: claim.timeToFirstChunkUs,
    status: claim.error ? 'error' : 'ok',
    error: claim.error,
    callContext: claim.callContext,
    attributes: {},
    content: null,
    trackCost: frame.trackCost,
    latencyTracked: frame.latencyTracked,
  };
}
