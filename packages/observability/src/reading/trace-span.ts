import {
  type AttributeValue,
  type CallContext,
  promptText,
  responseText,
  type SpanError,
  type SpanKind,
  type SpanStatus,
  type StoredSpan,
} from '@kagura/core';
import { toUsd } from './cost-summary';

/** One timed part of a trace: an agent's invocation, a model call, a tool call or a step. */
export interface TraceSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: Date;
  /** Milliseconds from the start of the trace to the start of this span, to the microsecond. */
  readonly offsetMs: number;
  /** Milliseconds, to the microsecond. */
  readonly durationMs: number;
  readonly status: SpanStatus;
  readonly model: string | null;
  readonly provider: string | null;
  /** Tokens of a model call; `null` where unknown, and for every other kind. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** US dollars of a model call; `null` where unknown, and for every other kind. */
  readonly cost: number | null;
  /** `Type: message`; `undefined` for a span that did not fail. */
  readonly error: string | undefined;
  /** User, session, tenant and tags it was made for. */
  readonly context: CallContext;
  /** The application's own. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** `undefined` where prompts are not logged. */
  readonly prompt: string | undefined;
  /** `undefined` where responses are not logged. */
  readonly response: string | undefined;
}

/** @param originUs start of the trace, in microseconds since the epoch */
export function toTraceSpan(span: StoredSpan, originUs: number): TraceSpan {
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startedAt: new Date(span.startUs / 1000),
    offsetMs: (span.startUs - originUs) / 1000,
    durationMs: span.durationUs / 1000,
    status: span.status,
    model: span.model,
    provider: span.provider,
    inputTokens: span.usage?.inputTokens ?? null,
    outputTokens: span.usage?.outputTokens ?? null,
    cost: toUsd(span.cost?.nanoUsd ?? null),
    error: span.error === null ? undefined : errorText(span.error),
    context: span.context,
    attributes: span.attributes,
    prompt: promptText(span.content?.input ?? null),
    response: responseText(span.content?.output ?? null),
  };
}

function errorText({ type, message }: SpanError): string {
  return message === '' ? type : `${type}: ${message}`;
}
