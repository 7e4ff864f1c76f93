import type { CallContext, UsageReading } from '@kagura/core';
import { type Context, createContextKey, type Span } from '@opentelemetry/api';
import type { ObservedKind, ObserveOptions } from './observe-options';

/** Ids remembered per call, so that a root that lives for days does not grow without end. */
const MAX_REMEMBERED_RESPONSES = 1_000;

const FRAME_KEY = createContextKey('kagura.frame');

/** Usage that something inside a call has yielded: a returned value, a folded stream, or `recordUsage()`. */
export interface UsageClaim {
  readonly reading: UsageReading;
  /** The response object itself, where there is one: the same object is never counted twice in a trace. */
  readonly response: object | undefined;
  readonly via: 'result' | 'recordUsage';
  readonly startUs: number;
  readonly endUs: number;
}

export interface CallFrameInput {
  readonly parent: CallFrame | undefined;
  readonly kind: ObservedKind;
  readonly name: string;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  readonly parentSpanId: string | null;
  readonly options: ObserveOptions;
  readonly callContext: CallContext;
  readonly self: unknown;
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
export class CallFrame {
  readonly parent: CallFrame | undefined;
  readonly kind: ObservedKind;
  readonly name: string;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  /** Nearest recorded ancestor, which is not always the OpenTelemetry parent. */
  readonly parentSpanId: string | null;
  readonly options: ObserveOptions;
  readonly callContext: CallContext;
  /** `this` of the call. */
  readonly self: unknown;
  readonly span: Span;
  readonly traceId: string;
  readonly spanId: string;
  readonly startUs: number;
  readonly startMonotonicUs: number;
  readonly trackCost: boolean;

  /** Model calls below that have started and not ended. */
  openModelCalls = 0;
  /** Model calls below that own usage or failed. */
  modelCalls = 0;
  subtreeNanoUsd = 0;
  /** When the last claim ended: the next one recorded in the same call starts there. */
  lastClaimEndUs: number;
  /** Claims of this very call that wait for its end, or for model calls below that are still open. */
  claims: UsageClaim[] = [];
  ended = false;

  // Not `#`, because frames of another copy of this package may be above and below, and are another class.
  private responseIds: Set<string> | undefined;
  private readonly root: CallFrame;
  private responses: WeakSet<object> | undefined;

  constructor(input: CallFrameInput) {
    this.parent = input.parent;
    this.kind = input.kind;
    this.name = input.name;
    this.agent = input.agent;
    this.agentSpanId = input.agentSpanId;
    this.parentSpanId = input.parentSpanId;
    this.options = input.options;
    this.callContext = input.callContext;
    this.self = input.self;
    this.span = input.span;
    this.traceId = input.traceId;
    this.spanId = input.spanId;
    this.startUs = input.startUs;
    this.startMonotonicUs = input.startMonotonicUs;
    this.lastClaimEndUs = input.startUs;
    this.trackCost = input.options.trackCost ?? input.parent?.trackCost ?? true;
    this.root = input.parent ? input.parent.root : this;
  }

  /**
   * True when the usage behind a claim has an owner already: the same object anywhere in the trace, the same
   * response id below this call (stand-ins in tests repeat ids between siblings, layers of one call do not), or a
   * returned value without an id where a model call below exists.
   */
  isOwned(claim: UsageClaim): boolean {
    if (claim.response && this.root.responses?.has(claim.response)) return true;
    const id = claim.reading.responseId;
    if (id !== undefined) return this.responseIds?.has(id) ?? false;
    return claim.via === 'result' && this.modelCalls > 0;
  }

  /** Notes that a model call below this one (or this one itself) owns a response. */
  own(responseId: string | undefined, response: object | undefined): void {
    if (response) {
      this.root.responses ??= new WeakSet();
      this.root.responses.add(response);
    }
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
  addModelCall(nanoUsd: number | null): void {
    for (let frame: CallFrame | undefined = this; frame; frame = frame.parent) {
      frame.modelCalls += 1;
      if (nanoUsd !== null) frame.subtreeNanoUsd += nanoUsd;
    }
  }
}

export function frameOf(context: Context): CallFrame | undefined {
  return context.getValue(FRAME_KEY) as CallFrame | undefined;
}

export function withFrame(context: Context, frame: CallFrame): Context {
  return context.setValue(FRAME_KEY, frame);
}
