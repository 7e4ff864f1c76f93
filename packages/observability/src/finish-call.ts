import { GEN_AI } from '@kagura/core';
import { releaseHold } from './budget/admit-frame';
import type { CallFrame } from './call-frame';
import type { CallOutcome } from './call-outcome';
import { stampContent } from './content-attributes';
import { endSpan } from './end-span';
import type { Exchange } from './exchange';
import type { ForeignSpan } from './foreign-span';
import { LocalSpan } from './local-span';
import { hasCounts, operationOf } from './model-call';
import { recordAttributes } from './record-attributes';
import type { Runtime } from './runtime';
import { safely } from './safely';
import { stampSubtree } from './span-attributes';

/** Ends a call's frame: usage to its owner, the record to the sinks, and the books above closed, whatever goes wrong on the way. */
export function finishCall(runtime: Runtime, frame: CallFrame, outcome: CallOutcome): void {
  const durationUs = runtime.clock.monotonic() - frame.startMonotonicUs;
  try {
    frame.ended = frame.kind !== 'model';
    claimReadings(runtime, frame, { outcome, durationUs });
    if (outcome.content) stampContent(frame, outcome.content);
    if (isModelCall(frame, outcome)) finishModelCall(runtime, frame, { outcome, durationUs });
    else finishPlainCall(runtime, frame, { outcome, durationUs });
  } finally {
    frame.ended = true;
    frame.passOnIncomplete();
    if (frame.beside) tellBeside(frame.beside, frame, outcome);
    frame.tell(outcome.error !== null);
    if (frame.kind === 'model') settleAll(runtime, frame.parent?.modelCallClosed() ?? []);
    if (frame.kind === 'agent') runtime.metrics.callEnded(frame.name);
  }
}

function tellBeside(span: ForeignSpan, { options }: CallFrame, { readings, error }: CallOutcome): void {
  const { provider, model } = options;
  const [reading = { provider, model, usage: {}, shape: 'request' }] = readings;
  span.toldBeside = { reading, hasFailed: error !== null };
}

function claimReadings(runtime: Runtime, frame: CallFrame, { outcome, durationUs }: Ending): void {
  for (const reading of outcome.readings) {
    runtime.recorder.claim(frame, {
      reading,
      response: outcome.response,
      via: 'result',
      callContext: frame.callContext,
      startUs: frame.startUs,
      endUs: frame.startUs + durationUs,
      error: outcome.error,
      timeToFirstChunkUs: outcome.timeToFirstChunkUs,
    });
  }
}

/** Calls that were waiting for the last open model call below them. */
export function settleAll(runtime: Runtime, waiting: readonly CallFrame[]): void {
  for (const frame of waiting) runtime.recorder.settleClaims(frame);
}

interface Ending {
  readonly outcome: CallOutcome;
  readonly durationUs: number;
}

/**
 * A wrapped client's request is a model call, unless it passes on what another has made a call of; a `kind: 'model'`
 * method is one unless a call below owns the usage or is all that is known, or it made several. Where it fails it does
 * not wait for spans below: some are never ended.
 */
function isModelCall(frame: CallFrame, { error }: CallOutcome): boolean {
  if (frame.exchange) return frame.modelCalls === 0 || frame.exchange.passesOn !== true;
  if (frame.kind !== 'model' || frame.modelCalls > 0) return false;
  const [claim, ...others] = frame.claims;
  if (frame.openModelCalls > 0) {
    frame.toldFailure = error !== null && claim === undefined;
    return frame.toldFailure;
  }
  return others.length === 0 && (!frame.hasUntold || hasCounts(claim?.reading));
}

function finishModelCall(runtime: Runtime, frame: CallFrame, { outcome, durationUs }: Ending): void {
  const claim = frame.claims[0];
  if (frame.exchange && runtime.answered.isTaken(claim?.reading.responseId, 'client')) frame.claims = [];
  if (claim && (frame.claims.length === 0 || frame.isOwned(claim))) {
    finishPlainCall(runtime, frame, { outcome, durationUs });
    return;
  }
  if (claim && frame.hasUntold) frame.untold.complete(claim.reading);
  const operation = frame.exchange?.operation ?? operationOf(claim?.reading);
  if (!frame.exchange) nameAfterAnswer(frame, operation, claim?.reading.model ?? frame.options.model);
  runtime.recorder.recordModelCall({
    enclosing: frame.parent,
    span: frame.span,
    traceId: frame.traceId,
    spanId: frame.spanId,
    parentSpanId: frame.parentSpanId,
    operation,
    agent: frame.agent,
    agentSpanId: frame.agentSpanId,
    reading: claim?.reading,
    response: claim?.response,
    model: frame.options.model,
    provider: frame.options.provider,
    startUs: frame.startUs,
    durationUs,
    timeToFirstChunkUs: outcome.timeToFirstChunkUs,
    status: outcome.error ? 'error' : 'ok',
    error: outcome.error,
    callContext: frame.callContext,
    attributes: recordAttributes(runtime, frame, outcome.error),
    content: outcome.content,
    trackCost: frame.trackCost,
    latencyTracked: frame.latencyTracked,
    hold: frame.hold,
    failure: frame.failure,
  });
  if (frame.exchange) stampExchange(runtime, frame, frame.exchange);
  countRetries(runtime, frame, claim?.reading.model);
  const endUs = frame.startUs + durationUs;
  endSpan(runtime.diagnostics, { span: frame.span, endUs, error: outcome.error });
}

/** A model method says what it calls by its result only. */
function nameAfterAnswer({ span }: CallFrame, operation: string, model: string | undefined): void {
  span.updateName(model === undefined ? operation : `${operation} ${model}`);
  if (operation !== 'chat') span.setAttribute(GEN_AI.operation, operation);
}

function stampExchange({ diagnostics }: Runtime, { span }: CallFrame, exchange: Exchange): void {
  if (span instanceof LocalSpan) return;
  safely(diagnostics, 'stamp', () => span.setAttributes(exchange.responseAttributes()));
}

/** Those of the client itself; a call that the application makes again is counted by its own record. */
function countRetries({ metrics }: Runtime, frame: CallFrame, answeredBy: string | undefined): void {
  const { agent, exchange, options } = frame;
  if (exchange === undefined || exchange.attempts < 2) return;
  const { operation, attempts } = exchange;
  const { model = null, provider = null } = options;
  metrics.addRetries({ agent, model: answeredBy ?? model, provider, operation }, attempts - 1);
}

function finishPlainCall(runtime: Runtime, frame: CallFrame, { outcome, durationUs }: Ending): void {
  const { recorder } = runtime;
  releaseHold(frame);
  recorder.settleClaims(frame);
  const { span } = frame;
  if (frame.modelCalls > 0) stampSubtree(span, frame.subtreeNanoUsd);
  const usageMissing = isUsageMissing(frame, outcome);
  const attributes = recordAttributes(runtime, frame, outcome.error);
  recorder.emitPlain({
    traceId: frame.traceId,
    spanId: frame.spanId,
    parentSpanId: frame.parentSpanId,
    agentSpanId: frame.agentSpanId,
    name: frame.name,
    kind: frame.kind === 'model' ? 'step' : frame.kind,
    operation: OPERATIONS[frame.kind],
    agent: frame.agent,
    startUs: frame.startUs,
    durationUs,
    timeToFirstChunkUs: outcome.timeToFirstChunkUs,
    latencyTracked: frame.latencyTracked,
    usageMissing,
    error: outcome.error,
    callContext: frame.callContext,
    attributes,
    content: outcome.content,
  });
  endSpan(runtime.diagnostics, { span, endUs: frame.startUs + durationUs, error: outcome.error });
  if (usageMissing) recorder.missingUsage(frame.name);
}

/** An agent that ended well, and nothing in it told of a model call. */
function isUsageMissing(frame: CallFrame, { error }: CallOutcome): boolean {
  if (frame.kind !== 'agent' || error) return false;
  return frame.modelCalls === 0 && frame.openModelCalls === 0 && !frame.hasUntold;
}

const OPERATIONS = { agent: 'invoke_agent', tool: 'execute_tool', model: null, step: null } as const;
