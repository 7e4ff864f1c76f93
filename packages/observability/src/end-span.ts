import type { SpanError } from '@kagura/core';
import type { Span } from '@opentelemetry/api';
import { toHrTime } from './clock';
import type { Diagnostics } from './diagnostics';
import { safely } from './safely';
import { stampError } from './span-attributes';

interface Ending {
  readonly span: Span;
  /** Microseconds since the epoch. */
  readonly endUs: number;
  readonly error: SpanError | null;
}

/** Ends a span, last of all: a processor of the application may throw out of `end()`, and the record is out by then. */
export function endSpan(diagnostics: Diagnostics, { span, endUs, error }: Ending): void {
  safely(diagnostics, 'end-span', () => {
    if (error) stampError(span, error);
    span.end(toHrTime(endUs));
  });
}
