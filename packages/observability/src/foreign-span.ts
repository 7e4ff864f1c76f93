import { type CallContext, canBeSameCall, type UsageReading } from '@kagura/core';
import type { CallFrame } from './call-frame';
import { hasCounts } from './model-call';
import { type Teller, UntoldCalls } from './untold-calls';

/** What a call has told that was started beside a span that tells of the same. */
export interface ToldBeside {
  /** Only what was asked for, where it got no answer. */
  readonly reading: UsageReading;
  readonly hasFailed: boolean;
}

export interface ForeignSpanInput {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  readonly frame: CallFrame | undefined;
  readonly around: ForeignSpan | undefined;
  readonly beside: ForeignSpan | undefined;
  readonly callContext: CallContext;
  readonly isAwaited: boolean;
  readonly standsBeside: boolean;
  readonly precedes: string | undefined;
}

/** A GenAI span of another instrumentation, and the place it was started in. */
export class ForeignSpan implements Teller {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  /** Observed call around it. */
  readonly frame: CallFrame | undefined;
  /** Nearest span of its kind around it, also where an observed call stands between. */
  readonly around: ForeignSpan | undefined;
  /** Span that told of a call, was not active, and was followed by this one at once. */
  readonly beside: ForeignSpan | undefined;
  readonly callContext: CallContext;
  /** It is a model call or may turn out to be one: the calls around it wait for its end. */
  readonly isAwaited: boolean;
  /** It is not active while its call runs. */
  readonly standsBeside: boolean;
  /** The model that is asked some time after it was started, beside it. */
  readonly precedes: string | undefined;
  readonly untold = new UntoldCalls();
  /** Another call owns the usage: one of ours or one below has told it, or the wrapped client's request around it will. */
  hasOtherOwner: boolean;
  /** What it has told first of all, and owns. */
  owned: UsageReading | undefined;
  /** Model calls below, those that may turn out not to be any included. */
  callsBelow = 0;
  hasEnded = false;
  toldBeside: ToldBeside | undefined;

  constructor(input: ForeignSpanInput) {
    this.spanId = input.spanId;
    this.parentSpanId = input.parentSpanId;
    this.agent = input.agent;
    this.agentSpanId = input.agentSpanId;
    this.frame = input.frame;
    this.around = input.around;
    this.beside = input.beside;
    this.callContext = input.callContext;
    this.isAwaited = input.isAwaited;
    this.standsBeside = input.standsBeside;
    this.precedes = input.precedes;
    this.hasOtherOwner = input.frame?.exchange !== undefined;
  }

  /** A model call below started, or what was taken for one has turned out to be none. */
  countCall(change: 1 | -1): void {
    for (let span = this.around; span; span = span.around) span.callsBelow += change;
  }

  /** A model call inside has told its usage or surely will: neither this span nor those around it own that. */
  disown(): void {
    for (let span: ForeignSpan | undefined = this; span; span = span.around) span.hasOtherOwner = true;
  }

  /** True where a span around it was the first to tell of the call. */
  isToldAround(reading: UsageReading): boolean {
    for (let span = this.around; span; span = span.around)
      if (span.owned && isSameResponse(span.owned, reading)) return true;
    return !hasCounts(reading) && this.frame?.toldFailure === true;
  }

  /** True where the call that was started beside it ended before and told the same. */
  isToldBeside(reading: UsageReading, hasFailed: boolean): boolean {
    const told = this.toldBeside;
    if (told === undefined || !canBeSameCall(reading, told.reading)) return false;
    return hasCounts(reading) ? hasCounts(told.reading) : !hasFailed || told.hasFailed;
  }

  /** True where this span tells no usage, and a call below tells of itself or waits to be told of. */
  isRepeated(reading: UsageReading): boolean {
    return this.callsBelow > 0 || this.untold.recognise(reading);
  }

  /** What may still tell the usage of a call inside this span, nearest first. */
  get teller(): Teller | undefined {
    const { around, beside } = this;
    if (around && !around.hasEnded && around.spanId === this.parentSpanId) return around;
    if (beside && !beside.hasEnded) return beside;
    return this.frame?.teller;
  }
}

/** Leaves out spans that have ended: they would be held in memory by every span after them. */
export function stillOpen(span: ForeignSpan | undefined): ForeignSpan | undefined {
  let open = span;
  while (open?.hasEnded) open = open.around;
  return open;
}

/** Layers of one call may give it ids of their own. */
function isSameResponse(one: UsageReading, other: UsageReading): boolean {
  return canBeSameCall(one, other) || canBeSameCall({ ...one, responseId: undefined }, other);
}
