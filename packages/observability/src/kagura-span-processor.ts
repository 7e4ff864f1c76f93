import type { Context } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/sdk-trace';
import { isAlone } from './lone-processor';
import { currentRuntime, peekRuntime } from './runtime-registry';
import { safely } from './safely';
import { SpanAccounting } from './span-accounting';

/**
 * For an application that has its own OpenTelemetry provider: list it first in `spanProcessors`, before the
 * processors that export, and GenAI spans of every instrumentation are priced and recorded. Spans of decorated
 * calls are accounted for with or without it.
 */
export class KaguraSpanProcessor extends SpanAccounting {
  #isChecked = false;

  constructor() {
    super(currentRuntime);
  }

  override onStart(span: Span, parentContext: Context): void {
    super.onStart(span, parentContext);
    if (this.#isChecked) return;
    this.#isChecked = true;
    this.#warnIfAlone(span);
  }

  /** Writes what is there; a provider that shuts down is no reason to start recording. */
  override async forceFlush(): Promise<void> {
    peekRuntime()?.store?.writer.flush();
  }

  /** `NodeSDK` takes `spanProcessors` instead of its `traceExporter`, and of what the environment names, and says nothing. */
  #warnIfAlone(span: Span): void {
    const diagnostics = peekRuntime()?.diagnostics;
    if (diagnostics === undefined || !safely(diagnostics, 'processor-alone', () => isAlone(this, span)))
      return;
    diagnostics.warn(
      'KAGURA_NO_EXPORTER',
      "KaguraSpanProcessor is the only span processor of the application's provider, so its spans are stored here but " +
        'exported nowhere. With NodeSDK, `spanProcessors` takes the place of `traceExporter` and of ' +
        'OTEL_TRACES_EXPORTER: write `spanProcessors: [new KaguraSpanProcessor(), new BatchSpanProcessor(exporter)]`.',
    );
  }
}
