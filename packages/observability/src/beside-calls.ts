import { canBeSameCall, type UsageReading } from '@kagura/core';
import { hasCounts } from './model-call';
import { type Teller, UntoldCalls } from './untold-calls';

/** Calls remembered while a span is open beside them. */
const MAX_TOLD = 100;

/** What a call has told that was made beside a span which may tell of the same. */
export interface ToldCall {
  /** Only what was asked for, where it got no answer. */
  readonly reading: UsageReading;
  readonly hasFailed: boolean;
}

/** A call that is made where spans are open that stand beside their calls. */
export interface BesideCall {
  /** It was the first after such a span, in the same run of the program. */
  readonly isAtOnce: boolean;
  readonly place: BesideCalls;
  tell(told: ToldCall): void;
}

/**
 * The calls that are made in one context while spans are open there that tell of a call, and are not active while it runs.
 * Such an instrumentation starts its span and makes the request from the same context; it ends the span after it.
 */
export class BesideCalls implements Teller {
  readonly untold = new UntoldCalls();
  readonly #told: (ToldCall & { readonly order: number; readonly isAtOnce: boolean })[] = [];
  #open = 0;
  #order = 0;
  #isAtOnce = false;

  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** A span starts; calls with a lower number than the returned one were made before. */
  openSpan(): number {
    this.#open += 1;
    this.#order += 1;
    this.#isAtOnce = true;
    queueMicrotask(() => {
      this.#isAtOnce = false;
    });
    return this.#order;
  }

  closeSpan(): void {
    this.#open -= 1;
  }

  startCall(): BesideCall {
    const [order, isAtOnce] = [this.#order, this.#isAtOnce];
    this.#isAtOnce = false;
    return {
      isAtOnce,
      place: this,
      tell: (told) => {
        if (!this.isOpen) return;
        this.#told.push({ ...told, order, isAtOnce });
        if (this.#told.length > MAX_TOLD) this.#told.shift();
      },
    };
  }

  /**
   * True where one of the calls, which ended before, is the one that a span tells of; it is not given out again. Unless
   * the span's instrumentation does other things before the call, it is the first call after its start.
   */
  take(
    span: ToldCall,
    { since, callsLater }: { readonly since: number; readonly callsLater: boolean },
  ): boolean {
    const index = this.#told.findIndex(
      (call) => call.order >= since && (callsLater || call.isAtOnce) && isSameCall(span, call),
    );
    if (index >= 0) this.#told.splice(index, 1);
    return index >= 0;
  }
}

/** What tells no usage is not taken for a call that does unless that was made at once. */
function isSameCall(span: ToldCall, call: ToldCall & { readonly isAtOnce: boolean }): boolean {
  if (!canBeSameCall(span.reading, call.reading)) return false;
  if (hasCounts(span.reading)) return hasCounts(call.reading);
  return span.hasFailed ? call.hasFailed : call.isAtOnce;
}
