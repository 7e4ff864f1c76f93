import type { UsageHint, UsageReading } from '../../usage';

/** The chunks of a streamed response, and what they add up to when all of them came. */
export interface StreamFixture {
  readonly name: string;
  readonly chunks: readonly unknown[];
  readonly hint?: UsageHint;
  readonly expected: UsageReading;
  readonly text: string;
}
