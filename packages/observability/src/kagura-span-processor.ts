import { currentRuntime } from './runtime-registry';
import { SpanAccounting } from './span-accounting';

/**
 * For an application that has its own OpenTelemetry provider: list it first in `spanProcessors`, before the
 * processors that export, and GenAI spans of every instrumentation are priced and recorded. Spans of decorated
 * calls are accounted for with or without it.
 */
export class KaguraSpanProcessor extends SpanAccounting {
  constructor() {
    super(currentRuntime);
  }
}
