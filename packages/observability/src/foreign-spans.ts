import { type Context, trace } from '@opentelemetry/api';
import { callContextOf } from './call-context';
import { type CallFrame, frameOf } from './call-frame';
import type { Diagnostics } from './diagnostics';
import { ForeignSpan, stillOpen } from './foreign-span';
import { safely } from './safely';

/** Spans of other instrumentations that are open; the oldest is forgotten beyond this, so that a leak there is none here. */
const MAX_OPEN = 10_000;

export interface ForeignKind {
  /** It is a model call, or may turn out to be one. */
  readonly isModelCall: boolean;
  readonly agentName: string | undefined;
  readonly standsBeside: boolean;
  /** The model that is asked some time after the span was started, beside it. */
  readonly precedes: string | undefined;
}

/** Books on the open GenAI spans of other instrumentations, by span id. */
export class ForeignSpans {
  readonly #open = new Map<string, ForeignSpan>();
  readonly #onWaiting: (waiting: readonly CallFrame[]) => void;
  /** Some instrumentations never end the span of a request that fails: it is given up when nobody holds it any more. */
  readonly #collected: FinalizationRegistry<string>;
  /** The span that was started beside its call in the part of the program that runs right now. */
  #newest: ForeignSpan | undefined;
  /** Spans whose request is still to be made, beside them and not at once. */
  readonly #ahead = new Set<ForeignSpan>();

  /** @param onWaiting receives the calls that waited for a span which is given up */
  constructor(diagnostics: Diagnostics, onWaiting: (waiting: readonly CallFrame[]) => void) {
    this.#onWaiting = onWaiting;
    this.#collected = new FinalizationRegistry((spanId) =>
      safely(diagnostics, 'collected-span', () => this.#giveUp(spanId)),
    );
  }

  /** The open foreign span that is nearer to a context than an observed call is. */
  enclosing(context: Context, frame: CallFrame | undefined): ForeignSpan | undefined {
    if (this.#open.size === 0) return undefined;
    const spanId = trace.getSpanContext(context)?.spanId;
    return spanId === undefined || spanId === frame?.spanId ? undefined : this.#open.get(spanId);
  }

  /** Whether anything is known of that a context is in. */
  isInside(context: Context): boolean {
    const frame = frameOf(context);
    return frame !== undefined || this.enclosing(context, frame) !== undefined;
  }

  /** Where a span stands, by the context it was started in. */
  locate(spanId: string, parentContext: Context, kind: ForeignKind): ForeignSpan {
    const frame = frameOf(parentContext);
    const nearest = this.enclosing(parentContext, frame) ?? frame;
    return new ForeignSpan({
      spanId,
      parentSpanId: nearest?.spanId ?? null,
      agent: kind.agentName ?? nearest?.agent ?? null,
      agentSpanId: kind.agentName === undefined ? (nearest?.agentSpanId ?? null) : spanId,
      frame,
      around: this.around(parentContext, frame),
      beside: kind.isModelCall && !kind.standsBeside ? this.#takeBeside() : undefined,
      callContext: callContextOf(parentContext),
      isAwaited: kind.isModelCall && frame?.exchange === undefined,
      standsBeside: kind.standsBeside,
      precedes: kind.precedes,
    });
  }

  open(span: object, place: ForeignSpan): void {
    if (place.isAwaited) {
      place.frame?.modelCallOpened();
      place.countCall(1);
    }
    if (place.standsBeside && place.isAwaited) this.#noteBeside(place);
    // The one around it only adds up.
    if (place.precedes !== undefined && place.around?.precedes !== undefined) this.#ahead.add(place);
    this.#add(place.spanId, place);
    this.#collected.register(span, place.spanId, place);
  }

  /** An ordinary span below a GenAI span stands for it, so that what is started below is still attributed. */
  passThrough(spanId: string, parentContext: Context): void {
    const parent = this.enclosing(parentContext, frameOf(parentContext));
    if (parent) this.#add(spanId, parent);
  }

  /** The nearest open foreign span around a place, also where an observed call stands between. */
  around(context: Context, frame: CallFrame | undefined): ForeignSpan | undefined {
    return this.enclosing(context, frame) ?? stillOpen(frame?.foreignAround);
  }

  /**
   * A model call of ours starts here, and will tell its usage itself: nothing around it owns that. Gives out the span
   * that stands beside it.
   *
   * @param embedder the model, where it is asked for embeddings
   */
  announce(context: Context, frame: CallFrame | undefined, embedder?: string): ForeignSpan | undefined {
    this.around(context, frame)?.disown();
    return this.#takeBeside() ?? (embedder === undefined ? undefined : this.#takeAhead(frame, embedder));
  }

  /** Such instrumentations start a span and then make the request, before anything else of the program runs. */
  #takeBeside(): ForeignSpan | undefined {
    const newest = this.#newest;
    this.#newest = undefined;
    return newest;
  }

  /** The first one in the same call: of several at once, each has its request. */
  #takeAhead(frame: CallFrame | undefined, model: string): ForeignSpan | undefined {
    const span = [...this.#ahead].find((each) => each.frame === frame && each.precedes === model);
    if (span) this.#ahead.delete(span);
    return span;
  }

  #noteBeside(span: ForeignSpan): void {
    this.#newest = span;
    queueMicrotask(() => {
      if (this.#newest === span) this.#newest = undefined;
    });
  }

  /** Forgets a span that ended; `undefined` for one that was not open or only passed through. */
  close(spanId: string): ForeignSpan | undefined {
    const span = this.#open.get(spanId);
    this.#open.delete(spanId);
    if (span?.spanId !== spanId) return undefined;
    span.hasEnded = true;
    this.#ahead.delete(span);
    this.#collected.unregister(span);
    return span;
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
    if (!span) return;
    span.untold.passOn(span.teller);
    if (!span.isAwaited) return;
    span.countCall(-1);
    if (span.frame) this.#onWaiting(span.frame.modelCallClosed());
  }
}
