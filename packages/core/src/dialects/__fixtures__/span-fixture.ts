import type { SpanAttributes, SpanUsage } from '../span-usage';

/** The attributes of a finished span, and what is to be read from them. */
export interface SpanFixture {
  readonly name: string;
  readonly scope?: string;
  readonly attributes: SpanAttributes;
  readonly expected: SpanUsage;
}
