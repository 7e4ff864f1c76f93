import { isGenAiSpan, readSpanUsage, spanHabits } from '@kagura/core';
import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { attributeWriter, recordEndedSpan } from './ended-span';
import { settleAll } from './finish-call';
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
      if (!isOurs(span)) openSpan(runtime, span, parentContext);
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
      if (opened?.isAwaited && !read?.isModelCall) opened.countCall(-1);
      if (read)
        recordEndedSpan(runtime, { span, writable, place: opened ?? runtime.accounted.placeOf(span), read });
    } finally {
      opened?.untold.passOn(opened.teller);
      if (opened?.isAwaited) settleAll(runtime, opened.frame?.modelCallClosed() ?? []);
    }
  }

  #guarded(where: string, body: (runtime: Runtime) => void): void {
    const runtime = this.#runtime();
    if (runtime) safely(runtime.diagnostics, where, () => body(runtime));
  }
}

function openSpan({ foreignSpans, accounted }: Runtime, span: Span, parentContext: Context): void {
  const { spanId } = span.spanContext();
  const { name: scope } = span.instrumentationScope;
  const { tellsLater, standsBeside, precedesEmbedding } = spanHabits(scope);
  const read = isGenAiSpan(span.attributes) ? readSpanUsage(span.attributes, scope) : undefined;
  const isKnown = read !== undefined || tellsLater;
  if (!isKnown && !foreignSpans.isInside(parentContext)) return;
  if (!accounted.meet(span)) return;
  const place = foreignSpans.locate(spanId, parentContext, {
    isModelCall: read?.isModelCall ?? tellsLater,
    agentName: read?.operation === 'invoke_agent' ? read.agentName : undefined,
    standsBeside,
    precedes: precedesEmbedding && read?.operation === 'embeddings' ? read.requestModel : undefined,
  });
  if (isKnown) {
    foreignSpans.open(span, place);
  } else {
    foreignSpans.passThrough(spanId, parentContext);
    // Some instrumentations say only later what the span is; by then its place is no longer known.
    accounted.place(span, place);
  }
}

function isOurs(span: ReadableSpan): boolean {
  return span.instrumentationScope.name === SCOPE_NAME;
}
