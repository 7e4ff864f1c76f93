import { KaguraMetricProducer, KaguraSpanProcessor } from '@kagura/observability';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';

/** An application that has OpenTelemetry already adds Kagura's processor, before those that export. */
export function startTracing(exporter: SpanExporter = new OTLPTraceExporter()): NodeTracerProvider {
  const provider = new NodeTracerProvider({
    spanProcessors: [new KaguraSpanProcessor(), new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return provider;
}

/** And Kagura's producer, in the reader that pushes its metrics. */
export function startMetrics(): MeterProvider {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    metricProducers: [new KaguraMetricProducer()],
  });
  return new MeterProvider({ readers: [reader] });
}

export function startTelemetry(): { shutdown(): Promise<unknown> } {
  const providers = [startTracing(), startMetrics()];
  return { shutdown: () => Promise.all(providers.map((provider) => provider.shutdown())) };
}
