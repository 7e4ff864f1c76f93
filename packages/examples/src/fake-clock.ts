const CLOCK = ['Date', 'performance', 'hrtime'];

const FAKEABLE = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Stops the clocks at an instant, and nothing but the clocks: timers and sockets stay real. */
export function stopClock(now: string): void {
  jest.useFakeTimers({ now: new Date(now), doNotFake: FAKEABLE.filter((name) => !CLOCK.includes(name)) });
}

/** Lets time pass. */
export function pass(milliseconds: number): void {
  jest.advanceTimersByTime(milliseconds);
}
