import { KaguraSpanProcessor } from '@kagura/observability';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';

/** An application that has OpenTelemetry already adds one line: Kagura's processor, before those that export. */
export function startTracing(exporter: SpanExporter = new OTLPTraceExporter()): NodeTracerProvider {
  const provider = new NodeTracerProvider({
    spanProcessors: [new KaguraSpanProcessor(), new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return provider;
}
