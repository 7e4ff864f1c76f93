import { type CallSignature, isSameCall } from './call-signature';

/** Functions remembered per call, so that a root that lives for days does not grow without end. */
const MAX_REMEMBERED = 32;

interface FailedCall {
  readonly signature: CallSignature;
  readonly attempt: number;
}

/** What a call has called that failed last, so that doing the same again is known as another attempt. */
export class FailedCalls {
  readonly #latest = new Map<object | string, FailedCall>();

  /** Which attempt a call is that begins now: 1 unless the same one failed before and has not succeeded since. */
  attemptOf(signature: CallSignature): number {
    const latest = this.#latest.get(signature.callee);
    return latest && isSameCall(latest.signature, signature) ? latest.attempt + 1 : 1;
  }

  ended(call: FailedCall, failed: boolean): void {
    const { callee } = call.signature;
    const latest = this.#latest.get(callee);
    if (failed) {
      this.#latest.delete(callee);
      this.#latest.set(callee, call);
      const [oldest] = this.#latest.keys();
      if (this.#latest.size > MAX_REMEMBERED && oldest !== undefined) this.#latest.delete(oldest);
    } else if (latest && isSameCall(latest.signature, call.signature)) {
      this.#latest.delete(callee);
    }
  }
}
