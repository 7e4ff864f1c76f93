import type { Cost } from './cost';
import type { Usage, UsageSource } from './usage';

/** What a span stands for: an agent's invocation, a model call, a tool call, or a step between them. */
export type SpanKind = 'agent' | 'model' | 'tool' | 'step';

export type SpanStatus = 'ok' | 'error';

export interface SpanError {
  /** Low-cardinality class of the error, for example `RateLimitError` (OpenTelemetry `error.type`). */
  readonly type: string;
  readonly message: string;
  /** With the errors that led to it, each from a line that begins with `[cause]: ` or `[errors]: `. */
  readonly stack: string | null;
  /** HTTP status that the error carries. Stored among the attributes, as `requestId`. */
  readonly statusCode?: number | undefined;
  /** The provider's id of the failed request. */
  readonly requestId?: string | undefined;
}

/**
 * What went in and came out, already redacted and bounded. Both are JSON texts.
 * `input` is the array of arguments, or the array of messages for a model call that has them.
 */
export interface SpanContent {
  readonly input: string | null;
  readonly output: string | null;
}

/** Who and what a call was made for; carried by the context and never a metric label by default. */
export interface CallContext {
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What beside the usage decides the price of a model call, as the response or the endpoint told it. */
export interface BilledAs {
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly geo?: string | undefined;
  readonly location?: string | undefined;
}

export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** A finished, priced span: the single shape that store, metrics and exporters receive. */
export interface SpanRecord {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Name a person gave it: the agent's, tool's or step's name, or the model of a model call. */
  readonly name: string;
  readonly kind: SpanKind;
  /** OpenTelemetry `gen_ai.operation.name`: `invoke_agent`, `chat`, `embeddings`, `execute_tool`; `null` for a step. */
  readonly operation: string | null;
  /** Nearest enclosing agent (itself for an agent's span); `null` outside any agent. */
  readonly agent: string | null;
  /** Span id of the nearest enclosing agent invocation; its own for an agent's span, `null` outside any. */
  readonly agentSpanId: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly status: SpanStatus;
  /** Microseconds since the Unix epoch. */
  readonly startUs: number;
  /** Microseconds, measured on the monotonic clock. */
  readonly durationUs: number;
  /** Microseconds from the start to the first streamed chunk; `null` when not streamed. */
  readonly timeToFirstChunkUs: number | null;
  /** False when the method asked for no latency tracking: left out of averages, percentiles and alerts. */
  readonly latencyTracked: boolean;
  /** True for an agent's invocation that ended well without any model call or usage inside: its cost is unknown, not 0. */
  readonly usageMissing: boolean;
  /** Tokens this span owns: only model calls own usage. */
  readonly usage: Usage | null;
  readonly usageSource: UsageSource | null;
  /** Needed to price the call again; `null` for the standard way of billing. @default null */
  readonly billing?: BilledAs | null | undefined;
  /** `null` where there is nothing to price: agents, tools, steps, and model calls that failed without usage. */
  readonly cost: Cost | null;
  readonly responseId: string | null;
  readonly finishReason: string | null;
  readonly error: SpanError | null;
  readonly service: string;
  readonly environment: string | null;
  readonly context: CallContext;
  /** The application's own; of a failed call its HTTP status and request id, and of a repeated one its attempt. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly content: SpanContent | null;
}
