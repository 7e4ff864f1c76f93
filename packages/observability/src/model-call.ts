import type {
  AttributeValue,
  CallContext,
  SpanContent,
  SpanError,
  SpanStatus,
  UsageReading,
  UsageSource,
} from '@kagura/core';
import type { FailureCharge } from './budget/failed-call';
import type { Hold } from './budget/hold';
import type { CallFrame } from './call-frame';
import type { AttributeWriter } from './span-attributes';

/** Everything about one finished model call, before it is priced. */
export interface ModelCall {
  /** Nearest observed call around it, whose books it goes into. */
  readonly enclosing: CallFrame | undefined;
  /** Its span, still open for attributes. */
  readonly span: AttributeWriter;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly operation: string;
  readonly agent: string | null;
  readonly agentSpanId: string | null;
  readonly reading: UsageReading | undefined;
  /** The response object, where there is one. */
  readonly response: object | undefined;
  /** Model and provider as the caller named them, for responses that name none. */
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly startUs: number;
  readonly durationUs: number;
  readonly timeToFirstChunkUs: number | null;
  readonly status: SpanStatus;
  readonly error: SpanError | null;
  readonly callContext: CallContext;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly content: SpanContent | null;
  readonly trackCost: boolean;
  readonly latencyTracked: boolean;
  /** What budgets hold for it. */
  readonly hold?: Hold | undefined;
  /** What the provider charges for it, where it failed. */
  readonly failure?: FailureCharge | undefined;
}

/** How the token counts of a reading are known; `null` when there are none. */
export function usageSourceOf(reading: UsageReading | undefined): UsageSource | null {
  if (reading === undefined) return null;
  if (reading.partial) return 'partial';
  return hasCounts(reading) ? 'reported' : null;
}

/** Whether anything is known of how much was used. */
export function hasCounts(reading: UsageReading | undefined): boolean {
  return reading?.usage.inputTokens !== undefined || reading?.usage.outputTokens !== undefined;
}

/** OpenTelemetry `gen_ai.operation.name` of the call behind a reading. */
export function operationOf(reading: UsageReading | undefined): 'chat' | 'embeddings' {
  return reading?.shape.includes('embedding') ? 'embeddings' : 'chat';
}
