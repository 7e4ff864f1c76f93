import { type Context, trace } from '@opentelemetry/api';
import { type CallFrame, frameOf } from './call-frame';

/** Spans of other instrumentations that are open; the oldest is forgotten beyond this, so that a leak there is none here. */
const MAX_OPEN = 10_000;

/** An open GenAI span of another instrumentation. */
export interface ForeignSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  /** Observed call around it. */
  readonly frame: CallFrame | undefined;
  readonly isModelCall: boolean;
  /** A model call was started below it: then that one owns the usage. */
  hasModelChild: boolean;
}

/** Books on the open GenAI spans of other instrumentations, by span id. */
export class ForeignSpans {
  readonly #open = new Map<string, ForeignSpan>();

  /** The open foreign span that is nearer to a context than an observed call is. */
  enclosing(context: Context, frame: CallFrame | undefined): ForeignSpan | undefined {
    if (this.#open.size === 0) return undefined;
    const spanId = trace.getSpanContext(context)?.spanId;
    return spanId === undefined || spanId === frame?.spanId ? undefined : this.#open.get(spanId);
  }

  open(
    spanId: string,
    parentContext: Context,
    span: { readonly isModelCall: boolean; readonly agentName: string | undefined },
  ): ForeignSpan {
    const frame = frameOf(parentContext);
    const parent = this.enclosing(parentContext, frame);
    const opened: ForeignSpan = {
      spanId,
      parentSpanId: parent?.spanId ?? frame?.spanId ?? null,
      agent: span.agentName ?? parent?.agent ?? frame?.agent ?? null,
      agentSpanId:
        span.agentName === undefined ? (parent?.agentSpanId ?? frame?.agentSpanId ?? null) : spanId,
      frame,
      isModelCall: span.isModelCall,
      hasModelChild: false,
    };
    if (span.isModelCall) {
      frame?.modelCallOpened();
      this.#markAncestors(parent);
    }
    this.#add(spanId, opened);
    return opened;
  }

  /** An ordinary span below a GenAI span stands for it, so that what is started below is still attributed. */
  passThrough(spanId: string, parentContext: Context): void {
    const parent = this.enclosing(parentContext, frameOf(parentContext));
    if (parent) this.#add(spanId, parent);
  }

  /** Forgets a span that ended; `undefined` for one that was not open or only passed through. */
  close(spanId: string): ForeignSpan | undefined {
    const span = this.#open.get(spanId);
    this.#open.delete(spanId);
    return span?.spanId === spanId ? span : undefined;
  }

  #add(spanId: string, span: ForeignSpan): void {
    if (this.#open.size >= MAX_OPEN) this.#forgetOldest();
    this.#open.set(spanId, span);
  }

  #markAncestors(parent: ForeignSpan | undefined): void {
    for (
      let span = parent;
      span;
      span = span.parentSpanId === null ? undefined : this.#open.get(span.parentSpanId)
    ) {
      span.hasModelChild = true;
    }
  }

  #forgetOldest(): void {
    for (const [spanId, span] of this.#open) {
      this.#open.delete(spanId);
      if (span.isModelCall && span.spanId === spanId) span.frame?.modelCallClosed();
      return;
    }
  }
}
