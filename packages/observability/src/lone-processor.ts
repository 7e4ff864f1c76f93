import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/** What OpenTelemetry's span keeps to itself about whom it tells; another SDK may keep it otherwise, or nothing. */
interface SpanInside {
  readonly _spanProcessor?: { readonly _spanProcessors?: unknown };
}

/** True where a processor is the only one that learns of a span; false also where that cannot be told. */
export function isAlone(processor: SpanProcessor, span: object): boolean {
  const everybody = (span as SpanInside)._spanProcessor?._spanProcessors;
  return Array.isArray(everybody) && everybody.length === 1 && everybody[0] === processor;
}
