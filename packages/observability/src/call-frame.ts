import type { CallContext, SpanError, UsageReading } from '@kagura/core';
import { type Context, createContextKey, type Span } from '@opentelemetry/api';
import type { FailureCharge } from './budget/failed-call';
import type { Hold } from './budget/hold';
import type { CallSignature } from './call-signature';
import type { Exchange } from './exchange';
import { FailedCalls } from './failed-calls';
import type { ForeignSpan } from './foreign-span';
import { IncompleteCalls } from './incomplete-calls';
import type { ObservedKind, ObserveOptions } from './observe-options';
import type { Teller, UntoldCalls } from './untold-calls';

/** Ids remembered per call, so that a root that lives for days does not grow without end. */
const MAX_REMEMBERED_RESPONSES = 1_000;

const FRAME_KEY = createContextKey('kagura.frame');

/** Usage that something inside a call has yielded: a returned value, a folded stream, or `recordUsage()`. */
export interface UsageClaim {
  readonly reading: UsageReading;
  /** The response object itself, where there is one: the same object is never counted twice in a trace. */
  readonly response: object | undefined;
  readonly via: 'result' | 'recordUsage';
  /** For whom the call was made. */
  readonly callContext: CallContext;
  readonly startUs: number;
  readonly endUs: number;
  /** Why the call that yielded it failed, where it did. */
  readonly error: SpanError | null;
  readonly timeToFirstChunkUs: number | null;
}

export interface CallFrameInput {
  /** The observed call around this one, ended or not. */
  readonly enclosing: CallFrame | undefined;
  readonly kind: ObservedKind;
  readonly name: string;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  readonly parentSpanId: string | null;
  readonly options: ObserveOptions;
  readonly callContext: CallContext;
  /** The instance, where its class is the agent. */
  readonly instance: object | undefined;
  /** The request to a provider, for a call of a wrapped client. */
  readonly exchange?: Exchange | undefined;
  /** By what the call is known again when it is tried again. */
  readonly signature?: CallSignature | undefined;
  /** Nearest open span of another instrumentation around it. */
  readonly foreignAround?: ForeignSpan | undefined;
  /** Span of another instrumentation that tells of the same call, and stands beside it. */
  readonly beside?: ForeignSpan | undefined;
  readonly span: Span;
  readonly traceId: string;
  readonly spanId: string;
  readonly startUs: number;
  readonly startMonotonicUs: number;
}

/**
 * One observed call while it runs, carried by the OpenTelemetry context. It keeps the books on the model calls
 * below it, which decide who owns usage: the innermost model call, and nobody above it again.
 */
export class CallFrame implements Teller {
  /**
   * Nearest call around this one that still runs or waits. Those that are done are left out: a timer that starts the
   * next call of a chain would otherwise hold every call before it in memory.
   */
  readonly parent: CallFrame | undefined;
  readonly kind: ObservedKind;
  readonly name: string;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  /** Nearest recorded ancestor, which is not always the OpenTelemetry parent. */
  readonly parentSpanId: string | null;
  readonly options: ObserveOptions;
  readonly callContext: CallContext;
  /**
   * The request to a provider, where a wrapped client makes it: then this call owns the usage, and spans that other
   * instrumentations start below it tell of the same request.
   */
  readonly exchange: Exchange | undefined;
  readonly foreignAround: ForeignSpan | undefined;
  readonly beside: ForeignSpan | undefined;
  readonly span: Span;
  readonly traceId: string;
  readonly spanId: string;
  readonly startUs: number;
  readonly startMonotonicUs: number;
  readonly trackCost: boolean;
  /** Observed calls around this one that still run. */
  readonly depth: number;

  /** 1, or more where the call around it has called the same before and that failed. */
  readonly attempt: number;
  private signature: CallSignature | undefined;
  /** Calls below that failed last. */
  private failedCalls: FailedCalls | undefined;

  /** Model calls below that have started and not ended. */
  openModelCalls = 0;
  /** Model calls below that ended, whether they own usage or failed. */
  modelCalls = 0;
  /** Those of them that own usage. */
  owningCalls = 0;
  subtreeNanoUsd = 0;
  /** When the last claim ended: the next one recorded in the same call starts there. */
  lastClaimEndUs: number;
  /** Claims of this very call that wait for its end, or for model calls below that are still open. */
  claims: UsageClaim[] = [];
  ended = false;
  /** It failed as a model call while spans of other instrumentations that tell of the same were open. */
  toldFailure = false;
  /** Money that budgets hold for this call. */
  hold: Hold | undefined;
  /** What the provider charges for it, once it has failed. */
  failure: FailureCharge | undefined;
  /** Nobody waited for its end, so how long it took says nothing. */
  abandoned = false;

  // Not `#`, because frames of another copy of this package may be above and below, and are another class.
  private responseIds: Set<string> | undefined;
  private incompleteCalls: IncompleteCalls | undefined;
  /** Responses that are owned, shared by the calls of a trace. */
  private readonly responses: WeakSet<object>;
  private readonly instance: WeakRef<object> | undefined;

  constructor(input: CallFrameInput) {
    const { enclosing } = input;
    this.parent = stillNeeded(enclosing);
    this.kind = input.kind;
    this.name = input.name;
    this.agent = input.agent;
    this.agentSpanId = input.agentSpanId;
    this.parentSpanId = input.parentSpanId;
    this.options = input.options;
    this.callContext = input.callContext;
    this.exchange = input.exchange;
    this.foreignAround = input.foreignAround;
    this.beside = input.beside;
    this.instance = input.instance && new WeakRef(input.instance);
    this.span = input.span;
    this.traceId = input.traceId;
    this.spanId = input.spanId;
    this.startUs = input.startUs;
    this.startMonotonicUs = input.startMonotonicUs;
    this.lastClaimEndUs = input.startUs;
    this.trackCost = input.options.trackCost ?? enclosing?.trackCost ?? true;
    this.depth = this.parent ? this.parent.depth + 1 : 0;
    this.signature = input.signature;
    this.attempt = (input.signature && this.parent?.failedCalls?.attemptOf(input.signature)) ?? 1;
    this.responses = enclosing ? enclosing.responses : new WeakSet();
  }

  /**
   * True when the usage behind a claim has an owner already: the same object anywhere in the trace, the same
   * response id below this call (stand-ins in tests repeat ids between siblings, layers of one call do not), what a
   * call below has told without naming its response, or a returned value without an id where a model call below exists.
   */
  isOwned(claim: UsageClaim): boolean {
    if (claim.response && this.responses.has(claim.response)) return true;
    const id = claim.reading.responseId;
    if (id === undefined && claim.via !== 'result') return false;
    if (id === undefined ? this.owningCalls > 0 : this.responseIds?.has(id)) return true;
    if (!this.incompleteCalls?.isAbout(claim.reading)) return false;
    this.own(id, claim.response);
    return true;
  }

  /** Model calls below of which not all is known. */
  get incomplete(): IncompleteCalls {
    this.incompleteCalls ??= new IncompleteCalls();
    return this.incompleteCalls;
  }

  get untold(): UntoldCalls {
    return this.incomplete.untold;
  }

  /** Model calls below wait for somebody to tell what they used. */
  get hasUntold(): boolean {
    return this.incompleteCalls !== undefined && this.incompleteCalls.untold.size > 0;
  }

  /** This call or the nearest around it that may still tell of a model call below. */
  get teller(): CallFrame | undefined {
    let frame: CallFrame | undefined = this;
    while (frame?.ended && frame.claims.length === 0) frame = frame.parent;
    return frame;
  }

  /** Nothing is told here any more. */
  passOnIncomplete(): void {
    if (this.claims.length === 0) this.incompleteCalls?.passOn(this.parent?.teller);
  }

  /** Notes that a model call below this one (or this one itself) owns a response. */
  own(responseId: string | undefined, response: object | undefined): void {
    if (response) this.responses.add(response);
    if (responseId === undefined) return;
    for (let frame: CallFrame | undefined = this; frame; frame = frame.parent) frame.remember(responseId);
  }

  private remember(responseId: string): void {
    this.responseIds ??= new Set();
    if (this.responseIds.size >= MAX_REMEMBERED_RESPONSES) {
      for (const oldest of this.responseIds) {
        this.responseIds.delete(oldest);
        break;
      }
    }
    this.responseIds.add(responseId);
  }

  /** Lets the call around it know how this one ended, should it try again. */
  tell(failed: boolean): void {
    const { parent, signature, attempt } = this;
    this.failedCalls = undefined;
    this.signature = undefined;
    if (!parent || !signature || parent.ended) return;
    if (failed) parent.failedCalls ??= new FailedCalls();
    parent.failedCalls?.ended({ signature, attempt }, failed);
  }

  /** False where the duration says nothing, or was asked to be left out. */
  get latencyTracked(): boolean {
    return !this.abandoned && (this.options.trackLatency ?? true);
  }

  /** True for a call of a method of this instance, whose class is the agent. */
  isOf(instance: unknown): boolean {
    return this.instance !== undefined && this.instance.deref() === instance;
  }

  /** A model call below started. */
  modelCallOpened(): void {
    for (let frame: CallFrame | undefined = this; frame; frame = frame.parent) frame.openModelCalls += 1;
  }

  /** A model call below, opened before, ended. Returns the calls above it that were waiting for this. */
  modelCallClosed(): CallFrame[] {
    const waiting: CallFrame[] = [];
    for (let frame: CallFrame | undefined = this; frame; frame = frame.parent) {
      frame.openModelCalls -= 1;
      if (frame.openModelCalls === 0 && frame.ended && frame.claims.length > 0) waiting.push(frame);
    }
    return waiting;
  }

  /** Adds a finished model call below to this call and all above. */
  addModelCall(call: { readonly ownsUsage: boolean; readonly nanoUsd: number | null }): void {
    const { ownsUsage, nanoUsd } = call;
    for (let frame: CallFrame | undefined = this; frame; frame = frame.parent) {
      frame.modelCalls += 1;
      if (ownsUsage) frame.owningCalls += 1;
      if (nanoUsd !== null) frame.subtreeNanoUsd += nanoUsd;
    }
  }
}

/** A call that is done and waits for nothing below it has no books left to keep. */
function stillNeeded(enclosing: CallFrame | undefined): CallFrame | undefined {
  let frame = enclosing;
  while (frame?.ended && frame.openModelCalls === 0 && frame.claims.length === 0) frame = frame.parent;
  return frame;
}

export function frameOf(context: Context): CallFrame | undefined {
  return context.getValue(FRAME_KEY) as CallFrame | undefined;
}

export function withFrame(context: Context, frame: CallFrame): Context {
  return context.setValue(FRAME_KEY, frame);
}
