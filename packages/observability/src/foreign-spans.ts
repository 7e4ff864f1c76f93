import type { CallContext } from '@kagura/core';
import { type Context, trace } from '@opentelemetry/api';
import { callContextOf } from './call-context';
import { type CallFrame, frameOf } from './call-frame';

/** Spans of other instrumentations that are open; the oldest is forgotten beyond this, so that a leak there is none here. */
const MAX_OPEN = 10_000;

/** A GenAI span of another instrumentation, and the place it was started in. */
export interface ForeignSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  /** Observed call around it. */
  readonly frame: CallFrame | undefined;
  readonly callContext: CallContext;
  readonly isModelCall: boolean;
  /** Another call owns the usage: one that was started below it, or the wrapped client's request that it tells of. */
  hasOtherOwner: boolean;
}

interface ForeignKind {
  readonly isModelCall: boolean;
  readonly agentName: string | undefined;
}

/** Books on the open GenAI spans of other instrumentations, by span id. */
export class ForeignSpans {
  readonly #open = new Map<string, ForeignSpan>();
  readonly #onWaiting: (waiting: readonly CallFrame[]) => void;

  /** @param onWaiting receives the calls that waited for a span which is given up */
  constructor(onWaiting: (waiting: readonly CallFrame[]) => void) {
    this.#onWaiting = onWaiting;
  }

  /** The open foreign span that is nearer to a context than an observed call is. */
  enclosing(context: Context, frame: CallFrame | undefined): ForeignSpan | undefined {
    if (this.#open.size === 0) return undefined;
    const spanId = trace.getSpanContext(context)?.spanId;
    return spanId === undefined || spanId === frame?.spanId ? undefined : this.#open.get(spanId);
  }

  /** Where a span stands, by the context it was started in. */
  locate(spanId: string, parentContext: Context, kind: ForeignKind): ForeignSpan {
    const frame = frameOf(parentContext);
    const around = this.enclosing(parentContext, frame) ?? frame;
    return {
      spanId,
      parentSpanId: around?.spanId ?? null,
      agent: kind.agentName ?? around?.agent ?? null,
      agentSpanId: kind.agentName === undefined ? (around?.agentSpanId ?? null) : spanId,
      frame,
      callContext: callContextOf(parentContext),
      isModelCall: kind.isModelCall,
      hasOtherOwner: frame?.exchange !== undefined,
    };
  }

  open(spanId: string, parentContext: Context, kind: ForeignKind): void {
    const isModelCall = kind.isModelCall && frameOf(parentContext)?.exchange === undefined;
    const opened = this.locate(spanId, parentContext, { ...kind, isModelCall });
    if (isModelCall) {
      opened.frame?.modelCallOpened();
      const parent = this.enclosing(parentContext, opened.frame);
      if (parent) this.markModelChild(parent);
    }
    this.#add(spanId, opened);
  }

  /** An ordinary span below a GenAI span stands for it, so that what is started below is still attributed. */
  passThrough(spanId: string, parentContext: Context): void {
    const parent = this.enclosing(parentContext, frameOf(parentContext));
    if (parent) this.#add(spanId, parent);
  }

  /** A model call starts below this span: neither it nor those around it own the usage. */
  markModelChild(parent: ForeignSpan): void {
    for (let span: ForeignSpan | undefined = parent; span; ) {
      span.hasOtherOwner = true;
      span = span.parentSpanId === null ? undefined : this.#open.get(span.parentSpanId);
    }
  }

  /** Forgets a span that ended; `undefined` for one that was not open or only passed through. */
  close(spanId: string): ForeignSpan | undefined {
    const span = this.#open.get(spanId);
    this.#open.delete(spanId);
    return span?.spanId === spanId ? span : undefined;
  }

  /** Gives up all that is open, because the process ends: what waited for it waits no longer. */
  closeAll(): void {
    for (const spanId of [...this.#open.keys()]) this.#giveUp(spanId);
  }

  #add(spanId: string, span: ForeignSpan): void {
    if (this.#open.size >= MAX_OPEN) {
      const oldest = this.#open.keys().next();
      if (!oldest.done) this.#giveUp(oldest.value);
    }
    this.#open.set(spanId, span);
  }

  #giveUp(spanId: string): void {
    const span = this.close(spanId);
    if (span?.isModelCall && span.frame) this.#onWaiting(span.frame.modelCallClosed());
  }
}
