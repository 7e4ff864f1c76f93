import { type Observability, startObservability } from '@kagura/observability';

/** An application without OpenTelemetry: spans and metrics go to `OTEL_EXPORTER_OTLP_ENDPOINT`, else to localhost:4318. */
export function startTelemetry(): Observability {
  return startObservability({ serviceName: 'shop', otlp: true });
}
