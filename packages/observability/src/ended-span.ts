import type { SpanError, SpanUsage, UsageReading } from '@kagura/core';
import { type HrTime, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ContentFilter } from './content-filter';
import type { ForeignSpan } from './foreign-span';
import { hasCounts } from './model-call';
import type { Runtime } from './runtime';
import type { AttributeWriter } from './span-attributes';
import type { Teller } from './untold-calls';

/** A GenAI span of another instrumentation that has ended. */
export interface EndedSpan {
  readonly span: ReadableSpan;
  readonly writable: AttributeWriter;
  readonly place: ForeignSpan | undefined;
  readonly read: SpanUsage;
}

/** Records the call that a span tells of, or the span as a step where somebody else owns the call's usage. */
export function recordEndedSpan(runtime: Runtime, ended: EndedSpan): void {
  const { place, read, span } = ended;
  const isTold = hasCounts(read.reading);
  const isFailed = hasFailed(span, read);
  if (!read.isModelCall || isToldElsewhere(runtime, ended)) recordPlain(runtime, ended);
  else if (isTold || isFailed) recordModel(runtime, ended);
  else leaveUntold(runtime, ended, place?.teller);
  if (place?.beside && read.reading && (isTold || isFailed))
    place.beside.toldBeside = { reading: read.reading, hasFailed: isFailed };
}

/** Whether somebody else has told of the call already, or surely will. */
function isToldElsewhere(runtime: Runtime, { place, read, span }: EndedSpan): boolean {
  const { reading } = read;
  if (reading === undefined) return false;
  if (place && (place.hasOtherOwner || place.isToldAround(reading))) return true;
  if (place?.isToldBeside(reading, hasFailed(span, read))) return true;
  if (place && !hasCounts(reading) && place.isRepeated(reading)) return true;
  return runtime.answered.isTaken(reading.responseId, 'span');
}

/** Nobody knows what the call has used, unless what stands around it tells. */
function leaveUntold(runtime: Runtime, ended: EndedSpan, teller: Teller | undefined): void {
  const { reading } = ended.read;
  if (teller === undefined || reading === undefined) {
    recordModel(runtime, ended);
    return;
  }
  // The span is closed by then.
  const later = { ...ended, writable: attributeWriter(ended.span) };
  teller.untold.add({
    reading,
    settle: (isTold) => {
      if (isTold || later.place?.hasOtherOwner) recordPlain(runtime, later);
      else recordModel(runtime, later);
    },
  });
}

function recordModel(runtime: Runtime, ended: EndedSpan): void {
  const { span, writable, place, read } = ended;
  const shared = sharedFields(runtime, ended);
  const { reading } = read;
  runtime.recorder.recordModelCall({
    ...shared,
    enclosing: place?.frame,
    span: writable,
    operation: read.operation ?? 'chat',
    reading,
    response: undefined,
    model: read.requestModel,
    provider: undefined,
    timeToFirstChunkUs: timeToFirstChunk(span),
    callContext: place?.callContext ?? {},
    attributes: {},
    content: null,
    trackCost: place?.frame?.trackCost ?? true,
    latencyTracked: true,
  });
  if (reading && place && hasCounts(reading)) ownUsage(place, reading);
}

/** From here on nobody around the span owns the usage of its call. */
function ownUsage(place: ForeignSpan, reading: UsageReading): void {
  place.owned = reading;
  place.around?.disown();
  place.untold.complete(reading);
  if (reading.responseId === undefined) place.frame?.teller?.incomplete.addUnnamed(reading);
}

function recordPlain(runtime: Runtime, ended: EndedSpan): void {
  const { span, place, read } = ended;
  const isAgent = read.operation === 'invoke_agent' && read.agentName !== undefined;
  const isTool = read.operation === 'execute_tool';
  runtime.recorder.emitPlain({
    ...sharedFields(runtime, ended),
    name: read.agentName ?? read.toolName ?? span.name,
    kind: isAgent ? 'agent' : isTool ? 'tool' : 'step',
    operation: read.operation ?? null,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    callContext: place?.callContext ?? {},
    attributes: {},
    content: null,
  });
}

function sharedFields(runtime: Runtime, { span, place, read }: EndedSpan) {
  const { traceId, spanId } = span.spanContext();
  const content = { agent: place?.agent ?? null, kind: 'model', direction: 'error' } as const;
  const error = hasFailed(span, read) ? errorOf(span, read, runtime.capture.filter(content)) : null;
  return {
    traceId,
    spanId,
    parentSpanId: place?.parentSpanId ?? null,
    agent: place?.agent ?? null,
    agentSpanId: place?.agentSpanId ?? null,
    // The SDK's clock ticks in milliseconds: a child must not start before the call that made it.
    startUs: Math.max(toMicroseconds(span.startTime), place?.frame?.startUs ?? 0),
    durationUs: toMicroseconds(span.duration),
    status: error ? ('error' as const) : ('ok' as const),
    error,
  };
}

function hasFailed(span: ReadableSpan, { failure }: SpanUsage): boolean {
  return failure !== undefined || span.status.code === SpanStatusCode.ERROR;
}

function errorOf(span: ReadableSpan, { failure }: SpanUsage, filter: ContentFilter): SpanError {
  const type = span.attributes['error.type'];
  const event = span.events.find(({ name }) => name === 'exception')?.attributes;
  const stack = event?.['exception.stacktrace'];
  return {
    type: typeof type === 'string' ? type : String(event?.['exception.type'] ?? '_OTHER'),
    message: filter.text(failure ?? span.status.message ?? String(event?.['exception.message'] ?? '')),
    stack: typeof stack === 'string' ? filter.text(stack) : null,
  };
}

function timeToFirstChunk(span: ReadableSpan): number | null {
  const seconds = span.attributes['gen_ai.response.time_to_first_chunk'];
  return typeof seconds === 'number' && seconds >= 0 ? Math.round(seconds * 1_000_000) : null;
}

function toMicroseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000_000 + Math.round(nanoseconds / 1_000);
}

/** Writes onto a span that has ended already: the only way where the SDK does not call `onEnding`. */
export function attributeWriter(span: ReadableSpan): AttributeWriter {
  return {
    setAttribute: (key, value) => {
      span.attributes[key] = value;
    },
    addEvent: (name, attributes) => {
      span.events.push({ name, attributes, time: span.endTime });
    },
  };
}
