import type { AttributeValue, CallContext, SpanContent, SpanError, SpanKind } from '@kagura/core';

/** A finished span that owns no usage: an agent's invocation, a tool call, a step. */
export interface PlainCall {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly agentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly operation: string | null;
  readonly agent: string | null;
  readonly startUs: number;
  readonly durationUs: number;
  readonly timeToFirstChunkUs: number | null;
  readonly latencyTracked: boolean;
  readonly usageMissing: boolean;
  readonly error: SpanError | null;
  readonly callContext: CallContext;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly content: SpanContent | null;
}
