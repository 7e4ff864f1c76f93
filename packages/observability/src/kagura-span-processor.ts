import { currentRuntime, peekRuntime } from './runtime-registry';
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

  /** Writes what is there; a provider that shuts down is no reason to start recording. */
  override async forceFlush(): Promise<void> {
    peekRuntime()?.store?.writer.flush();
  }
}
