/**
 * The time on the server's clock, from its last answer on. It does not go back, except where the server itself says
 * that it is earlier.
 */
export class ServerClock {
  readonly #virtual: (() => number) | undefined;
  /** Server's time less that of the monotonic clock. */
  #offset: number | undefined;
  #latest = Number.NEGATIVE_INFINITY;

  /** @param virtual stands for the server's clock, in tests */
  constructor(virtual?: () => number) {
    this.#virtual = virtual;
  }

  /** Milliseconds since the Unix epoch. This machine's time before the first answer. */
  now(): number {
    if (this.#virtual !== undefined) {
      this.#latest = Math.max(this.#latest, this.#virtual());
      return this.#latest;
    }
    return this.#offset === undefined ? Date.now() : Math.floor(performance.now() + this.#offset);
  }

  /** The server has said that it is so late, at least. */
  see(time: number): void {
    if (this.#offset === undefined || time > this.now()) this.set(time);
  }

  /** The server has said that it is so late, and not later. */
  set(time: number): void {
    this.#offset = time - performance.now();
    this.#latest = time;
  }

  /** What is sent to the server: nothing, for it to take its own time. */
  get argument(): string {
    return this.#virtual === undefined ? '' : String(this.now());
  }
}
