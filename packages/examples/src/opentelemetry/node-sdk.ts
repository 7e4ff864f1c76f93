import { KaguraMetricProducer, KaguraSpanProcessor } from '@kagura/observability';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { metrics, NodeSDK, tracing } from '@opentelemetry/sdk-node';

/** An application that starts OpenTelemetry with `NodeSDK` adds one processor and one producer. */
export function startTelemetry(): NodeSDK {
  const sdk = new NodeSDK({
    serviceName: 'shop',
    // These take the place of `traceExporter` and OTEL_TRACES_EXPORTER: the one that exports is listed as well.
    spanProcessors: [new KaguraSpanProcessor(), new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
    metricReaders: [
      new metrics.PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(),
        metricProducers: [new KaguraMetricProducer()],
      }),
    ],
  });
  sdk.start();
  return sdk;
}
