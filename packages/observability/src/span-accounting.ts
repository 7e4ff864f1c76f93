import { isGenAiSpan, readSpanUsage, type SpanError, type SpanUsage } from '@kagura/core';
import type { Context, HrTime } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { frameOf } from './call-frame';
import type { ContentFilter } from './content-filter';
import { settleAll } from './finish-call';
import type { ForeignSpan } from './foreign-spans';
import { SCOPE_NAME } from './open-telemetry';
import type { Runtime } from './runtime';
import { safely } from './safely';
import type { AttributeWriter } from './span-attributes';

/**
 * Span processor that accounts for the GenAI spans of other instrumentations: reads their usage, prices it, writes
 * `kagura.cost.*` onto the span before any exporter sees it, and records the call. None of its hooks ever throws: an
 * exception in a processor would come out of the application's `span.end()`.
 */
export class SpanAccounting implements SpanProcessor {
  readonly #runtime: () => Runtime | undefined;

  constructor(runtime: () => Runtime | undefined) {
    this.#runtime = runtime;
  }

  onStart(span: Span, parentContext: Context): void {
    this.#guarded('processor-start', (runtime) => {
      if (isOurs(span)) return;
      const { spanId } = span.spanContext();
      const read = isGenAiSpan(span.attributes)
        ? readSpanUsage(span.attributes, span.instrumentationScope.name)
        : undefined;
      if (read === undefined) {
        runtime.foreignSpans.passThrough(spanId, parentContext);
        // Some instrumentations say only later what the span is; by then its place is no longer known.
        if (frameOf(parentContext)) {
          const place = runtime.foreignSpans.locate(spanId, parentContext, {
            isModelCall: false,
            agentName: undefined,
          });
          runtime.accounted.place(span, place);
        }
        return;
      }
      const agentName = read.operation === 'invoke_agent' ? read.agentName : undefined;
      runtime.foreignSpans.open(spanId, parentContext, { isModelCall: read.isModelCall, agentName });
    });
  }

  /** Called by SDK 2.3 and later while attributes can still be written, before any processor's `onEnd`. */
  onEnding(span: Span): void {
    this.#guarded('processor-end', (runtime) => this.#account(runtime, span, span));
  }

  /** Fallback for older SDKs: the span is closed, so the attributes are written past it; exporters after us see them. */
  onEnd(span: ReadableSpan): void {
    this.#guarded('processor-end', (runtime) => this.#account(runtime, span, attributeWriter(span)));
  }

  async forceFlush(): Promise<void> {
    this.#guarded('processor-flush', (runtime) => runtime.store?.writer.flush());
  }

  /** The application's provider shuts down; our store stays open for readers and for calls that still end. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
  }

  #account(runtime: Runtime, span: ReadableSpan, writable: AttributeWriter): void {
    if (isOurs(span) || !runtime.accounted.claim(span)) return;
    const opened = runtime.foreignSpans.close(span.spanContext().spanId);
    if (opened === undefined && !isGenAiSpan(span.attributes)) return;
    try {
      const read = readSpanUsage(span.attributes, span.instrumentationScope.name);
      if (read) record(runtime, { span, writable, opened: opened ?? runtime.accounted.placeOf(span), read });
    } finally {
      if (opened?.isModelCall) settleAll(runtime, opened.frame?.modelCallClosed() ?? []);
    }
  }

  #guarded(where: string, body: (runtime: Runtime) => void): void {
    const runtime = this.#runtime();
    if (runtime) safely(runtime.diagnostics, where, () => body(runtime));
  }
}

interface EndedSpan {
  readonly span: ReadableSpan;
  readonly writable: AttributeWriter;
  readonly opened: ForeignSpan | undefined;
  readonly read: SpanUsage;
}

function record(runtime: Runtime, ended: EndedSpan): void {
  const { opened, read } = ended;
  const mayOwnUsage = read.isModelCall && !opened?.hasOtherOwner;
  const ownsUsage = mayOwnUsage && !runtime.answered.isTaken(read.reading?.responseId, 'span');
  if (ownsUsage) recordModel(runtime, ended);
  else recordPlain(runtime, ended);
}

function recordModel(runtime: Runtime, { span, writable, opened, read }: EndedSpan): void {
  const shared = sharedFields(runtime, span, opened);
  const { reading } = read;
  runtime.recorder.recordModelCall({
    ...shared,
    enclosing: opened?.frame,
    span: writable,
    operation: read.operation ?? 'chat',
    reading,
    response: undefined,
    model: read.requestModel,
    provider: undefined,
    timeToFirstChunkUs: timeToFirstChunk(span),
    callContext: opened?.callContext ?? {},
    attributes: {},
    content: null,
    trackCost: opened?.frame?.trackCost ?? true,
    latencyTracked: true,
  });
}

function recordPlain(runtime: Runtime, { span, opened, read }: EndedSpan): void {
  const isAgent = read.operation === 'invoke_agent' && read.agentName !== undefined;
  const isTool = read.operation === 'execute_tool';
  runtime.recorder.emitPlain({
    ...sharedFields(runtime, span, opened),
    name: read.agentName ?? read.toolName ?? span.name,
    kind: isAgent ? 'agent' : isTool ? 'tool' : 'step',
    operation: read.operation ?? null,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    callContext: opened?.callContext ?? {},
    attributes: {},
    content: null,
  });
}

function sharedFields(runtime: Runtime, span: ReadableSpan, opened: ForeignSpan | undefined) {
  const { traceId, spanId } = span.spanContext();
  const place = { agent: opened?.agent ?? null, kind: 'model', direction: 'error' } as const;
  const error = errorOf(span, runtime.capture.filter(place));
  return {
    traceId,
    spanId,
    parentSpanId: opened?.parentSpanId ?? null,
    agent: opened?.agent ?? null,
    agentSpanId: opened?.agentSpanId ?? null,
    // The SDK's clock ticks in milliseconds: a child must not start before the call that made it.
    startUs: Math.max(toMicroseconds(span.startTime), opened?.frame?.startUs ?? 0),
    durationUs: toMicroseconds(span.duration),
    status: error ? ('error' as const) : ('ok' as const),
    error,
  };
}

function errorOf(span: ReadableSpan, filter: ContentFilter): SpanError | null {
  if (span.status.code !== SpanStatusCode.ERROR) return null;
  const type = span.attributes['error.type'];
  const event = span.events.find(({ name }) => name === 'exception')?.attributes;
  const stack = event?.['exception.stacktrace'];
  return {
    type: typeof type === 'string' ? type : String(event?.['exception.type'] ?? '_OTHER'),
    message: filter.text(span.status.message ?? String(event?.['exception.message'] ?? '')),
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
function attributeWriter(span: ReadableSpan): AttributeWriter {
  return {
    setAttribute: (key, value) => {
      span.attributes[key] = value;
    },
    addEvent: (name, attributes) => {
      span.events.push({ name, attributes, time: span.endTime });
    },
  };
}

function isOurs(span: ReadableSpan): boolean {
  return span.instrumentationScope.name === SCOPE_NAME;
}
