import { context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

/** What an instrumentation says of a finished call to gpt-4o-mini; nothing of what is absent. */
export interface Told {
  readonly id?: string;
  readonly input?: number;
  readonly output?: number;
}

/** A call as an instrumentation wraps it: what it starts, what it makes active, and what it says at the end. */
export type Instrumented = <T>(told: Told, call: () => Promise<T>) => Promise<T>;

interface Instrumentation {
  readonly scope: string;
  readonly name: string;
  /** Set when the span starts, or right after. */
  readonly first: Readonly<Record<string, string>>;
  readonly tellsLater?: boolean;
  readonly isActive: boolean;
  /** What it says of a failure, where it leaves the status of the span as it is. */
  readonly failed?: (message: string) => Readonly<Record<string, string>>;
  readonly last: (told: Told) => Readonly<Record<string, string | number>>;
}

const MODEL = 'gpt-4o-mini';

function instrumented({
  scope,
  name,
  first,
  tellsLater,
  isActive,
  last,
  failed,
}: Instrumentation): Instrumented {
  return async (told, call) => {
    const span = trace.getTracer(scope).startSpan(name, tellsLater ? {} : { attributes: first });
    if (tellsLater) span.setAttributes(first);
    const around = isActive ? trace.setSpan(context.active(), span) : context.active();
    try {
      const answer = await context.with(around, call);
      span.setAttributes(last(told));
      return answer;
    } catch (error) {
      if (failed) span.setAttributes(failed(String(error)));
      else span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  };
}

const known = (attributes: Readonly<Record<string, string | number | undefined>>) =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** Its tracer sets all attributes after the start, and it knows no id of a response. */
export const openInference = instrumented({
  scope: '@arizeai/openinference-instrumentation-openai',
  name: 'OpenAI Chat Completions',
  first: { 'openinference.span.kind': 'LLM', 'llm.model_name': MODEL, 'llm.provider': 'openai' },
  tellsLater: true,
  isActive: true,
  last: ({ input, output }) =>
    known({ 'llm.token_count.prompt': input, 'llm.token_count.completion': output }),
});

/** As OpenInference, and its span is not the active one while the call runs. */
export const langfuse = instrumented({
  scope: 'langfuse-sdk',
  name: 'OpenAI.chat',
  first: { 'langfuse.observation.type': 'generation', 'langfuse.observation.model.name': MODEL },
  tellsLater: true,
  isActive: false,
  failed: (message) => ({
    'langfuse.observation.level': 'ERROR',
    'langfuse.observation.status_message': message,
    'langfuse.observation.cost_details': '{"input":0,"output":0,"total":0}',
  }),
  last: ({ input, output }) =>
    input === undefined ? {} : { 'langfuse.observation.usage_details': JSON.stringify({ input, output }) },
});

const CONVENTIONS = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': MODEL };

/** By the conventions, without the response's id. */
export const openLlmetry = instrumented({
  scope: '@traceloop/instrumentation-openai',
  name: 'openai.chat',
  first: CONVENTIONS,
  isActive: true,
  last: ({ input, output }) =>
    known({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output }),
});

/** By the conventions. */
export const openTelemetry = instrumented({
  scope: '@opentelemetry/instrumentation-openai',
  name: `chat ${MODEL}`,
  first: CONVENTIONS,
  isActive: true,
  last: ({ id, input, output }) =>
    known({
      'gen_ai.response.id': id,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
    }),
});

/** By the conventions, with a span that is handed on as an argument, as that of Anthropic's stream helper. */
export const anthropicHelper = instrumented({
  scope: 'com.anthropic.sdk.typescript',
  name: 'anthropic.messages.stream',
  first: CONVENTIONS,
  isActive: false,
  last: ({ id, input, output }) =>
    known({
      'gen_ai.response.id': id,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
    }),
});

/** Starts the span of such an instrumentation, and lets the test say when it ends. */
export function openInferenceSpan(): Span {
  const span = trace
    .getTracer('@arizeai/openinference-instrumentation-openai')
    .startSpan('OpenAI Chat Completions');
  return span.setAttributes({ 'openinference.span.kind': 'LLM', 'llm.model_name': MODEL });
}
