/** A clock that goes when it is told to, and backwards too. Milliseconds since the Unix epoch. */
export class VirtualClock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  tick(ms: number): void {
    this.#now += ms;
  }

  set(now: number): void {
    this.#now = now;
  }
}
