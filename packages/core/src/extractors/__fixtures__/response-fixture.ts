import type { UsageHint, UsageReading } from '../../usage';

/** A response as a provider's client returns it, and what is to be read from it. */
export interface ResponseFixture {
  readonly name: string;
  readonly response: unknown;
  readonly hint?: UsageHint;
  readonly expected: UsageReading;
}
