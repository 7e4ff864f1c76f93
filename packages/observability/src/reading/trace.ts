import { type SpanStatus, type StoredTrace, sumCosts, sumTokens } from '@kagura/core';
import { type CostAmounts, toCostAmounts } from './cost-summary';
import { type TraceSpan, toTraceSpan } from './trace-span';

/** One invocation of an agent, and everything that happened inside it. */
export interface Trace {
  readonly traceId: string;
  /** `null` for an invocation outside any agent. */
  readonly agent: string | null;
  readonly name: string;
  readonly startedAt: Date;
  /** Milliseconds, to the microsecond. */
  readonly durationMs: number;
  readonly status: SpanStatus;
  /** The invocation itself. */
  readonly root: TraceSpan;
  /** Every span below the invocation, in order of start. */
  readonly spans: readonly TraceSpan[];
  /** What was asked: of the invocation, else of its first model call. `undefined` where prompts are not logged. */
  readonly prompt: string | undefined;
  /** What came back: of the invocation, else of its last model call. `undefined` where responses are not logged. */
  readonly response: string | undefined;
  /** `Type: message` of a failed invocation. */
  readonly error: string | undefined;
  readonly stackTrace: string | undefined;
  /** Of all model calls inside, those of nested agents included. */
  readonly cost: CostAmounts;
  /** Sum over the model calls that report them; `null` when none does. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export function toTrace({ root: invocation, descendants }: StoredTrace): Trace {
  const root = toTraceSpan(invocation, invocation.startUs);
  const spans = descendants.map((span) => toTraceSpan(span, invocation.startUs));
  const modelCalls = [invocation, ...descendants].filter((span) => span.kind === 'model');
  return {
    traceId: invocation.traceId,
    agent: invocation.agent,
    name: root.name,
    startedAt: root.startedAt,
    durationMs: root.durationMs,
    status: root.status,
    root,
    spans,
    prompt: root.prompt ?? firstOf(spans, (span) => span.prompt),
    response: root.response ?? firstOf(spans.toReversed(), (span) => span.response),
    error: root.error,
    stackTrace: invocation.error?.stack ?? undefined,
    cost: toCostAmounts(sumCosts(modelCalls)),
    inputTokens: sumTokens(modelCalls, 'inputTokens'),
    outputTokens: sumTokens(modelCalls, 'outputTokens'),
  };
}

function firstOf(
  spans: readonly TraceSpan[],
  text: (span: TraceSpan) => string | undefined,
): string | undefined {
  const span = spans.find((candidate) => candidate.kind === 'model' && text(candidate) !== undefined);
  return span && text(span);
}
