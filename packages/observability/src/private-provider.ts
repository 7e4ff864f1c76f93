import { type ContextManager, context, type Tracer, trace } from '@opentelemetry/api';
import type { SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Configuration } from './configuration';
import type { LostSpanReason, SpanExport } from './exporters/span-export';
import { SCOPE_NAME, SCOPE_VERSION } from './open-telemetry';
import type { TraceExportSettings } from './otlp-settings';
import { ownResource } from './own-resource';
import { samplerOf } from './sampler';
import { withinDeadline } from './within-deadline';

const EXPORT_DEADLINE_MS = 5_000;

interface PrivateProviderParts {
  readonly configuration: Configuration;
  readonly accounting: SpanProcessor;
  /** Told of spans that OTLP did not deliver. */
  readonly onLost: (reason: LostSpanReason, spans: number) => void;
  /** Told of each export that failed, and of a deadline that passed. */
  readonly onError: (error: unknown) => void;
  /** Told how many spans nobody waits for any longer. */
  readonly onUndelivered: (spans: number) => void;
}

/** Our own tracer provider, used where the application has none. The SDK is loaded when it is first needed. */
export class PrivateProvider {
  readonly #parts: PrivateProviderParts;
  #provider: TracerProvider | undefined;
  #export: SpanExport | undefined;
  #registered = false;
  #registeredContexts = false;

  constructor(parts: PrivateProviderParts) {
    this.#parts = parts;
  }

  tracer(): Tracer {
    return this.#start().getTracer(SCOPE_NAME, SCOPE_VERSION);
  }

  /** Makes this provider the process's, so that other instrumentations' spans are seen. */
  register(): void {
    this.#registered = trace.setGlobalTracerProvider(this.#start());
  }

  /** Makes a context manager the process's, where nobody else has. */
  registerContexts(contexts: ContextManager): void {
    this.#registeredContexts = context.setGlobalContextManager(contexts);
  }

  /** True while this provider is the process's. */
  get registered(): boolean {
    return this.#registered;
  }

  /** Spans that wait to be sent by OTLP. */
  get queued(): number {
    return this.#export?.queued ?? 0;
  }

  /** Hands finished spans to the exporters; gives up after 5 seconds and never rejects: a dead collector is not the application's problem. */
  async flush(): Promise<void> {
    if (this.#provider) await this.#waitFor(this.#provider.forceFlush());
  }

  async shutdown(): Promise<void> {
    if (this.#registered) trace.disable();
    if (this.#registeredContexts) context.disable();
    if (this.#provider === undefined || (await this.#waitFor(this.#provider.shutdown()))) return;
    this.#tellUndelivered(this.#export?.giveUp());
  }

  /** Gives up what no request was made for yet: the process ends, and must not be kept alive by a collector that is dead. */
  discard(): void {
    this.#tellUndelivered(this.#export?.discard());
  }

  #tellUndelivered(spans = 0): void {
    if (spans > 0) this.#parts.onUndelivered(spans);
  }

  async #waitFor(work: Promise<void>): Promise<boolean> {
    const { onError } = this.#parts;
    const isDone = await withinDeadline(EXPORT_DEADLINE_MS, work.catch(onError));
    if (!isDone) onError(new Error(`export did not finish within ${EXPORT_DEADLINE_MS} ms`));
    return isDone;
  }

  #start(): TracerProvider {
    if (this.#provider) return this.#provider;
    const sdk = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
    const { accounting, configuration } = this.#parts;
    const { openTelemetry, otlp } = configuration;
    const spanProcessors: SpanProcessor[] = [accounting, ...configuration.spanProcessors];
    if (otlp.traces) {
      this.#export = this.#createExport(otlp.traces);
      spanProcessors.push(this.#export);
    }
    const sampler = samplerOf(sdk, openTelemetry.sampler, openTelemetry.samplerArgument);
    this.#provider = new sdk.TracerProvider({
      resource: ownResource(configuration),
      spanProcessors,
      ...(sampler && { sampler }),
    });
    return this.#provider;
  }

  #createExport({ url, headers, timeoutMs, batch }: TraceExportSettings): SpanExport {
    const { SpanExport } = require('./exporters/span-export') as typeof import('./exporters/span-export');
    const { OTLPTraceExporter } =
      require('@opentelemetry/exporter-trace-otlp-http') as typeof import('@opentelemetry/exporter-trace-otlp-http');
    const exporter = new OTLPTraceExporter({
      timeoutMillis: Math.min(timeoutMs, batch.exportTimeoutMillis),
      ...(url === undefined ? {} : { url }),
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    });
    const { onLost, onError } = this.#parts;
    return new SpanExport({ exporter, batch, onLost, onError });
  }
}
