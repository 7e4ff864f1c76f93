import { type Observability, startObservability } from '@kagura/observability';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';

/** Spans go to two backends at the same time, each with a queue of its own: one that is down does not hold up the other. */
export function startTelemetry(url = process.env.SECOND_BACKEND_URL): Observability {
  const exporter = new OTLPTraceExporter({
    url: `${url}/v1/traces`,
    headers: { authorization: `Bearer ${process.env.SECOND_BACKEND_KEY}` },
  });
  return startObservability({
    serviceName: 'shop',
    otlp: true,
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
}
