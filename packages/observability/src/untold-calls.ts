import { canBeSameCall, type UsageReading } from '@kagura/core';

/** Calls that wait at one place, so that a root that lives for days does not grow without end. */
const MAX_WAITING = 100;

/** A model call that has ended without saying what it used. */
export interface UntoldCall {
  /** What it has said; its id is filled in when the response turns up. */
  reading: UsageReading;
  /** Records it: as the call that it is, or as a mere step where somebody else has told what it used. */
  settle(isTold: boolean): void;
}

/** Something around a model call that may tell what that used. */
export interface Teller {
  readonly untold: UntoldCalls;
}

/** Model calls inside a call or span of which it is not known yet what they used. */
export class UntoldCalls {
  readonly #waiting: UntoldCall[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Whether the call with this very response is among them. */
  has(responseId: string | undefined): boolean {
    return responseId !== undefined && this.#waiting.some(({ reading }) => reading.responseId === responseId);
  }

  add(call: UntoldCall): void {
    this.#waiting.push(call);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift()?.settle(false);
  }

  /** Lets a reading that tells what was used stand for the call that it can be about; false where there is none. */
  complete(reading: UsageReading): boolean {
    const call = this.#find(reading);
    if (!call) return false;
    this.#waiting.splice(this.#waiting.indexOf(call), 1);
    call.settle(true);
    return true;
  }

  /** True for a reading that does not tell it either, and can be about one of the calls that wait. */
  recognise(reading: UsageReading): boolean {
    const call = this.#find(reading);
    if (call) call.reading = { ...call.reading, responseId: call.reading.responseId ?? reading.responseId };
    return call !== undefined;
  }

  /** Nobody tells here any more: they wait further out, or are recorded as they are. */
  passOn(to: Teller | undefined): void {
    for (const call of this.#waiting.splice(0)) {
      if (to) to.untold.add(call);
      else call.settle(false);
    }
  }

  /** The one of this very response, else the oldest that can be meant. */
  #find(reading: UsageReading): UntoldCall | undefined {
    const possible = this.#waiting.filter((call) => canBeSameCall(call.reading, reading));
    return possible.find((call) => call.reading.responseId !== undefined) ?? possible[0];
  }
}
