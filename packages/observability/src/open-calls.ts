/**
 * So many are ended with the process. Beyond, the oldest are left to themselves: promises that never settle must not
 * pile up here.
 */
const MAX_OPEN = 5_000;

export interface OpenCall {
  /** Ends the call as it stands. */
  abandon(): void;
}

/** Calls that go on after their function returned: promises and streams that somebody still waits for. */
export class OpenCalls {
  readonly #open = new Set<OpenCall>();

  add(call: OpenCall): void {
    if (this.#open.size >= MAX_OPEN) {
      const oldest = this.#open.values().next();
      if (!oldest.done) this.#open.delete(oldest.value);
    }
    this.#open.add(call);
  }

  remove(call: OpenCall): void {
    this.#open.delete(call);
  }

  /** Ends all that is open, the innermost first, because the process or the recording ends. */
  endAll(): void {
    for (const call of [...this.#open].reverse()) call.abandon();
  }
}
