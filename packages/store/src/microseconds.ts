/** The instant of stored microseconds since the epoch, cut to the milliseconds that a date can hold. */
export function dateOf(microseconds: number): Date {
  return new Date(Math.floor(microseconds / 1_000));
}
