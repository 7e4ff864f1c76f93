/** A wall clock that jumped by more than this (NTP step, suspended machine) moves the anchor. */
const MAX_DRIFT_US = 50_000;

/**
 * Times in integer microseconds. Durations come from the monotonic clock, so no span is ever negative or stretched
 * by a clock that was set; start times follow the wall clock with the monotonic clock's resolution, so that spans
 * started within one millisecond keep their order.
 */
export class Clock {
  #wallUs = 0;
  #monotonicUs = 0;

  /** Monotonic microseconds since an arbitrary origin. */
  monotonic(): number {
    return Math.round(performance.now() * 1000);
  }

  /** Microseconds since the Unix epoch at a monotonic time read just now. */
  epochAt(monotonicUs: number): number {
    const wallUs = Date.now() * 1000;
    const anchored = this.#wallUs + (monotonicUs - this.#monotonicUs);
    if (Math.abs(anchored - wallUs) <= MAX_DRIFT_US) return anchored;
    this.#wallUs = wallUs;
    this.#monotonicUs = monotonicUs;
    return wallUs;
  }

  now(): number {
    return this.epochAt(this.monotonic());
  }
}

/** OpenTelemetry's time pair, seconds and nanoseconds, of microseconds since the epoch. */
export function toHrTime(epochUs: number): [number, number] {
  const seconds = Math.floor(epochUs / 1_000_000);
  return [seconds, (epochUs - seconds * 1_000_000) * 1000];
}
