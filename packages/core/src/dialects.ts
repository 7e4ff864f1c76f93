import { checkReading } from './check-reading';
import { AI_SDK } from './dialects/ai-sdk';
import { AI_SDK_7 } from './dialects/ai-sdk-7';
import { ANTHROPIC_SDK } from './dialects/anthropic-sdk';
import { GENKIT } from './dialects/genkit';
import { LANGFUSE } from './dialects/langfuse';
import { LANGSMITH } from './dialects/langsmith';
import { LOGFIRE } from './dialects/logfire';
import { MISTRAL_SDK } from './dialects/mistral-sdk';
import { MLFLOW } from './dialects/mlflow';
import { OPENINFERENCE } from './dialects/openinference';
import { OPENLIT } from './dialects/openlit';
import { OPENLLMETRY } from './dialects/openllmetry';
import { OPENTELEMETRY } from './dialects/opentelemetry';
import { SENTRY } from './dialects/sentry';
import type { Dialect, SpanAttributes, SpanUsage } from './dialects/span-usage';
import { endpointLocation } from './endpoint-location';
import { field, text } from './fields';
import { memoize } from './memoize';
import { GEN_AI, TRANSPORT } from './semconv';
import type { UsageReading } from './usage';

/** First match wins; the last one takes what is left. A new dialect is a new file in `dialects/` and a line here. */
const DIALECTS: readonly Dialect[] = [
  OPENINFERENCE,
  LANGFUSE,
  MLFLOW,
  GENKIT,
  AI_SDK_7,
  AI_SDK,
  ANTHROPIC_SDK,
  MISTRAL_SDK,
  OPENLIT,
  LANGSMITH,
  SENTRY,
  LOGFIRE,
  OPENLLMETRY,
  OPENTELEMETRY,
];

/** At least one of these is on every span that can be told to be a call, an agent or a tool. */
const MARKS: readonly string[] = [
  GEN_AI.operation,
  GEN_AI.requestModel,
  GEN_AI.responseModel,
  'openinference.span.kind',
  'ai.operationId',
  'llm.request.type',
  'traceloop.span.kind',
  'langfuse.observation.type',
  'langsmith.span.kind',
  'mlflow.spanType',
  'genkit:metadata:subtype',
  'ai.model_id',
  'ai.prompt_tokens.used',
];

/** Some instrumentations say by the region which endpoint the client asked. */
const VERTEX = 'gcp.vertex_ai';

/** Whether a span may have to do with a model. Cheap, for telling spans of HTTP and databases apart. */
export function isGenAiSpan(attributes: SpanAttributes): boolean {
  return MARKS.some((mark) => field(attributes, mark) !== undefined);
}

/** How the spans of an instrumentation differ from what the conventions ask. */
export interface SpanHabits {
  /** They say only after their start what they are. */
  readonly tellsLater: boolean;
  /** They are not active while the calls run that they tell of. */
  readonly standsBeside: boolean;
  /** Those of embeddings are started some time before the request, and stand beside it. */
  readonly precedesEmbedding: boolean;
}

const WITH_HABITS = DIALECTS.filter(
  ({ tellsLater, standsBeside, precedesEmbedding }) => tellsLater ?? standsBeside ?? precedesEmbedding,
);

/** The habits of an instrumentation, by the name of its scope; asked for every span that starts. */
export const spanHabits = memoize(
  (scopeName: string): SpanHabits => ({
    tellsLater: WITH_HABITS.some((dialect) => dialect.tellsLater?.test(scopeName)),
    standsBeside: WITH_HABITS.some((dialect) => dialect.standsBeside?.test(scopeName)),
    precedesEmbedding: WITH_HABITS.some((dialect) => dialect.precedesEmbedding?.test(scopeName)),
  }),
);

/**
 * What a finished span of any instrumentation says about its operation and the tokens it used; `undefined` for a span
 * that has nothing to do with a model. Only the calls themselves have a reading, so that usage which agents and steps
 * repeat is never counted twice. Never throws, whatever the attributes hold.
 *
 * @param scopeName name of the instrumentation scope: settles dialects that use the same names for other counts
 */
export function readSpanUsage(attributes: SpanAttributes, scopeName?: string): SpanUsage | undefined {
  if (!isGenAiSpan(attributes)) {
    return undefined;
  }
  const span = DIALECTS.find((dialect) => dialect.matches(attributes, scopeName))?.read(
    attributes,
    scopeName,
  );
  if (span?.reading === undefined) {
    return span;
  }
  return { ...span, reading: checkReading(locate(span.reading, span.requestModel, attributes)) };
}

/** Where the endpoint is, for the one provider that has prices by it. */
function locate(
  reading: UsageReading,
  requestModel: string | undefined,
  attributes: SpanAttributes,
): UsageReading {
  const served = endpointLocation(text(field(attributes, TRANSPORT.serverAddress)));
  const location =
    served ??
    endpointLocation(requestModel) ??
    (reading.provider === VERTEX ? text(field(attributes, 'cloud.region')) : undefined);
  return location === undefined ? reading : { ...reading, location };
}
