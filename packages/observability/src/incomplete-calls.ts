import { canBeSameCall, type UsageReading } from '@kagura/core';
import { hasCounts } from './model-call';
import { type Teller, UntoldCalls } from './untold-calls';

/** Calls remembered, so that a root that lives for days does not grow without end. */
const MAX_REMEMBERED = 1_000;

/**
 * Model calls inside an observed call of which spans of other instrumentations tell, but not all: then what the
 * observed call returns may be about one of them.
 */
export class IncompleteCalls implements Teller {
  /** Those whose usage is not known. */
  readonly untold = new UntoldCalls();
  /** Those whose response is not known. */
  readonly #unnamed: UsageReading[] = [];

  /** A model call owns its usage, and has not said of which response. */
  addUnnamed(call: UsageReading): void {
    this.#unnamed.push(call);
    if (this.#unnamed.length > MAX_REMEMBERED) this.#unnamed.shift();
  }

  /** True for a response that tells no more than one of these calls: each has one, because two calls have two. */
  isAbout(response: UsageReading): boolean {
    if (!hasCounts(response)) return this.untold.recognise(response);
    if (this.untold.has(response.responseId)) return false;
    const index = this.#unnamed.findIndex((call) => canBeSameCall(call, response));
    if (index >= 0) this.#unnamed.splice(index, 1);
    return index >= 0;
  }

  /** What the call has not told, one around it may: whoever is nearest is asked first. */
  passOn(to: { readonly incomplete: IncompleteCalls } | undefined): void {
    this.untold.passOn(to?.incomplete);
    for (const call of this.#unnamed.splice(0)) to?.incomplete.addUnnamed(call);
  }
}
