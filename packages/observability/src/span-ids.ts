import { randomBytes } from 'node:crypto';
import { isSpanContextValid, type Span } from '@opentelemetry/api';
import type { CallFrame } from './call-frame';

/** Ids of a span; own ones where a sampler or a suppressed context left the span without an identity. */
export function spanIds(span: Span, parent: CallFrame | undefined): { traceId: string; spanId: string } {
  const context = span.spanContext();
  if (isSpanContextValid(context) && context.spanId !== parent?.spanId) {
    return { traceId: context.traceId, spanId: context.spanId };
  }
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
  };
}
