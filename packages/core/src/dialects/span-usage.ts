import type { UsageReading } from '../usage';

/** What the attributes of a finished span say, in whatever names its instrumentation wrote them. */
export interface SpanUsage {
  /**
   * OpenTelemetry `gen_ai.operation.name`; names of other dialects are translated. `undefined` for what the
   * conventions have no name for.
   */
  readonly operation: string | undefined;
  /** True for the call itself. Spans of agents, steps and tools repeat the usage of the calls inside them. */
  readonly isModelCall: boolean;
  /** Present exactly when `isModelCall`; its counts are `undefined` where the span has none. */
  readonly reading: UsageReading | undefined;
  readonly agentName?: string | undefined;
  readonly toolName?: string | undefined;
  readonly requestModel?: string | undefined;
  /** Why the call failed, where the span says so by an attribute instead of its status. */
  readonly failure?: string | undefined;
}

export type SpanAttributes = Readonly<Record<string, unknown>>;

/** The attribute names of one instrumentation. */
export interface Dialect {
  /** Scopes of its spans that say only after their start what they are: that cannot be waited for otherwise. */
  readonly tellsLater?: RegExp;
  /** Scopes of its spans that are not active while the calls run that they tell of: nothing is started below them. */
  readonly standsBeside?: RegExp;
  /** Scopes of its spans of embeddings that are started some time before the request, and stand beside it. */
  readonly precedesEmbedding?: RegExp;
  /** True for spans of this dialect. */
  matches(attributes: SpanAttributes, scopeName: string | undefined): boolean;
  /** Must not throw, whatever the values are. */
  read(attributes: SpanAttributes, scopeName: string | undefined): SpanUsage;
}
