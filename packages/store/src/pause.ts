/** Stops this thread for a while, in milliseconds. Only for waits that must be over before a function returns. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
