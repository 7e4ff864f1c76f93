import { Observe, startObservability, Trace } from '@kagura/observability';
import { trace as otelTrace, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { callModel, type ModelResponse } from './workload';

/** One way of making the same call. */
export interface Variant {
  readonly call: (prompt: string) => Promise<ModelResponse>;
  /** Writes or exports all that is still queued. */
  readonly finish: () => Promise<void>;
}

export interface VariantOptions {
  /** Address of the OTLP sink. */
  readonly otlpUrl: string;
  /** Folder for a store. */
  readonly folder: string;
}

class PlainAgent {
  run(prompt: string): Promise<ModelResponse> {
    return callModel(prompt);
  }
}

class TracedAgent {
  @Trace()
  run(prompt: string): Promise<ModelResponse> {
    return callModel(prompt);
  }
}

class ObservedAgent {
  @Observe({ name: 'bench_agent', logPrompts: true, logResponses: true })
  run(prompt: string): Promise<ModelResponse> {
    return callModel(prompt);
  }
}

class ObservedModel {
  @Observe({ name: 'bench_model', kind: 'model', logPrompts: true, logResponses: true })
  run(prompt: string): Promise<ModelResponse> {
    return callModel(prompt);
  }
}

function plain(): Variant {
  const agent = new PlainAgent();
  return { call: (prompt) => agent.run(prompt), finish: async () => undefined };
}

/** What a careful engineer writes by hand: one span, the same attributes, the content, batched OTLP. */
function handWritten({ otlpUrl }: VariantOptions): Variant {
  const exporter = new OTLPTraceExporter({ url: otlpUrl });
  const processor = new BatchSpanProcessor({ exporter, maxQueueSize: 100_000, maxExportBatchSize: 512 });
  const provider = new TracerProvider({ spanProcessors: [processor] });
  otelTrace.setGlobalTracerProvider(provider);
  const tracer = otelTrace.getTracer('hand-written');
  const agent = new PlainAgent();
  const call = (prompt: string): Promise<ModelResponse> =>
    tracer.startActiveSpan('chat gpt-4o-mini', { kind: SpanKind.CLIENT }, async (span) => {
      try {
        const response = await agent.run(prompt);
        span.setAttributes({
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': response.model,
          'gen_ai.response.model': response.model,
          'gen_ai.response.id': response.id,
          'gen_ai.usage.input_tokens': response.usage.prompt_tokens,
          'gen_ai.usage.output_tokens': response.usage.completion_tokens,
          'gen_ai.response.finish_reasons': response.choices.map((choice) => choice.finish_reason),
          'gen_ai.input.messages': JSON.stringify([
            { role: 'user', parts: [{ type: 'text', content: prompt }] },
          ]),
          'gen_ai.output.messages': JSON.stringify(response.choices),
        });
        return response;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  return { call, finish: () => provider.forceFlush() };
}

function traced({ folder }: VariantOptions): Variant {
  const kagura = startObservability({ database: `${folder}/kagura.db` });
  const agent = new TracedAgent();
  return { call: (prompt) => agent.run(prompt), finish: () => kagura.flush() };
}

function observed({ folder }: VariantOptions): Variant {
  const kagura = startObservability({ database: `${folder}/kagura.db` });
  const agent = new ObservedAgent();
  return { call: (prompt) => agent.run(prompt), finish: () => kagura.flush() };
}

function observedModel({ folder }: VariantOptions): Variant {
  const kagura = startObservability({ database: `${folder}/kagura.db` });
  const agent = new ObservedModel();
  return { call: (prompt) => agent.run(prompt), finish: () => kagura.flush() };
}

export const VARIANTS = {
  'plain method': plain,
  'hand-written OpenTelemetry span (content, OTLP)': handWritten,
  '@Trace (store)': traced,
  '@Observe kind model (usage, cost, metrics, content, store)': observedModel,
  '@Observe agent (same, and a model span of its own)': observed,
} as const satisfies Record<string, (options: VariantOptions) => Variant>;

export type VariantName = keyof typeof VARIANTS;
