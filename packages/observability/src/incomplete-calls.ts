import { canBeSameCall, type UsageReading } from '@kagura/core';
import { hasCounts } from './model-call';
import { UntoldCalls } from './untold-calls';

/** Calls remembered, so that a root that lives for days does not grow without end. */
const MAX_REMEMBERED = 1_000;

/** A model call that has told what it used, and not which response it is about. */
export interface UnnamedCall {
  readonly reading: UsageReading;
  /** Its response has turned up. */
  isNamed: boolean;
}

/**
 * Model calls inside an observed call of which spans of other instrumentations tell, but not all: then what the
 * observed call returns may be about one of them.
 */
export class IncompleteCalls {
  /** Those whose usage is not known. */
  readonly untold = new UntoldCalls();
  /** Those whose response is not known. */
  readonly #unnamed: UnnamedCall[] = [];

  addUnnamed(call: UnnamedCall): void {
    this.#unnamed.push(call);
    if (this.#unnamed.length > MAX_REMEMBERED) this.#unnamed.shift();
  }

  /** True for a response that tells no more than one of these calls: each has one, because two calls have two. */
  isAbout(response: UsageReading): boolean {
    if (!hasCounts(response)) return this.untold.recognise(response);
    const call = this.#unnamed.find(({ reading, isNamed }) => !isNamed && canBeSameCall(reading, response));
    if (call) call.isNamed = true;
    return call !== undefined;
  }
}
