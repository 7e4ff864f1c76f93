import { hostname } from 'node:os';
import { type ContextManager, context, type Tracer, trace } from '@opentelemetry/api';
import type { SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Configuration } from './configuration';
import { SCOPE_NAME, SCOPE_VERSION } from './open-telemetry';

const EXPORT_DEADLINE_MS = 5_000;

/** Our own tracer provider, used where the application has none. The SDK is loaded when it is first needed. */
export class PrivateProvider {
  readonly #configuration: Configuration;
  readonly #accounting: SpanProcessor;
  #provider: TracerProvider | undefined;
  #registered = false;
  #registeredContexts = false;

  constructor(configuration: Configuration, accounting: SpanProcessor) {
    this.#configuration = configuration;
    this.#accounting = accounting;
  }

  tracer(): Tracer {
    this.#provider ??= createProvider(this.#configuration, this.#accounting);
    return this.#provider.getTracer(SCOPE_NAME, SCOPE_VERSION);
  }

  /** Makes this provider the process's, so that other instrumentations' spans are seen. */
  register(): void {
    this.#provider ??= createProvider(this.#configuration, this.#accounting);
    this.#registered = trace.setGlobalTracerProvider(this.#provider);
  }

  /** Makes a context manager the process's, where nobody else has. */
  registerContexts(contexts: ContextManager): void {
    this.#registeredContexts = context.setGlobalContextManager(contexts);
  }

  /** True while this provider is the process's. */
  get registered(): boolean {
    return this.#registered;
  }

  /** Hands finished spans to the exporters; gives up after 5 seconds and never rejects: a dead collector is not the application's problem. */
  async flush(onError: (error: unknown) => void): Promise<void> {
    if (this.#provider) await withinDeadline(this.#provider.forceFlush(), onError);
  }

  async shutdown(onError: (error: unknown) => void): Promise<void> {
    if (this.#registered) trace.disable();
    if (this.#registeredContexts) context.disable();
    if (this.#provider) await withinDeadline(this.#provider.shutdown(), onError);
  }
}

async function withinDeadline(work: Promise<void>, onError: (error: unknown) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      onError(new Error(`export did not finish within ${EXPORT_DEADLINE_MS} ms`));
      resolve();
    }, EXPORT_DEADLINE_MS);
  });
  await Promise.race([work.catch(onError), deadline]);
  clearTimeout(timer);
}

function createProvider(configuration: Configuration, accounting: SpanProcessor): TracerProvider {
  const sdk = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  const { defaultResource, resourceFromAttributes } =
    require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  const resource = resourceFromAttributes({
    'service.name': configuration.serviceName,
    'service.instance.id': `${hostname()}-${process.pid}`,
    ...(configuration.environment === null
      ? {}
      : { 'deployment.environment.name': configuration.environment }),
  });
  const spanProcessors: SpanProcessor[] = [accounting, ...configuration.spanProcessors];
  if (configuration.otlp)
    spanProcessors.push(new sdk.BatchSpanProcessor({ exporter: otlpExporter(configuration.otlp) }));
  return new sdk.TracerProvider({ resource: defaultResource().merge(resource), spanProcessors });
}

function otlpExporter({ url, headers }: Exclude<Configuration['otlp'], false>) {
  const { OTLPTraceExporter } =
    require('@opentelemetry/exporter-trace-otlp-http') as typeof import('@opentelemetry/exporter-trace-otlp-http');
  return new OTLPTraceExporter({
    // Its retries must not outlive the deadline that ends the wait for them.
    timeoutMillis: EXPORT_DEADLINE_MS,
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
}
