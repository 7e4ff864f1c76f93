import { type Context, type ContextManager, ROOT_CONTEXT, type Tracer, trace } from '@opentelemetry/api';

/** Where every copy of the OpenTelemetry API 1.x keeps what was registered. Read only to notice a change cheaply. */
const API_GLOBALS = Symbol.for('opentelemetry.js.api.1');

interface ApiGlobals {
  readonly context?: ContextManager;
  readonly trace?: unknown;
}

function apiGlobals(): ApiGlobals | undefined {
  return (globalThis as Record<symbol, unknown>)[API_GLOBALS] as ApiGlobals | undefined;
}

/** True when the application (or we) registered a tracer provider; `getDelegateTracer` of the API's proxy is empty until then. */
export function hasGlobalTracerProvider(): boolean {
  const provider = trace.getTracerProvider() as { getDelegateTracer?: (name: string) => Tracer | undefined };
  return provider.getDelegateTracer === undefined || provider.getDelegateTracer('kagura') !== undefined;
}

/**
 * The context manager and tracer to use right now: the application's where it registered them, at any time, else
 * our private ones. An application may start its SDK after our first call, so this is asked at every call and
 * answered from memory while nothing changed.
 */
export class OpenTelemetryBinding {
  readonly #privateContexts: ContextManager;
  readonly #privateTracer: () => Tracer;
  readonly #useGlobal: boolean;
  #seenContexts: ContextManager | undefined;
  #contexts: ContextManager;
  #seenTrace: unknown;
  #tracer: Tracer | undefined;

  constructor(options: {
    readonly privateContexts: ContextManager;
    readonly privateTracer: () => Tracer;
    readonly useGlobal: boolean;
  }) {
    this.#privateContexts = options.privateContexts;
    this.#privateTracer = options.privateTracer;
    this.#useGlobal = options.useGlobal;
    this.#contexts = options.privateContexts;
  }

  contexts(): ContextManager {
    const registered = apiGlobals()?.context;
    if (registered !== this.#seenContexts) {
      this.#seenContexts = registered;
      this.#contexts = registered && carriesContext(registered) ? registered : this.#privateContexts;
    }
    return this.#contexts;
  }

  /** The active context; calls that began before the application registered its manager are still found. */
  active(): Context {
    const contexts = this.contexts();
    const active = contexts.active();
    if (active !== ROOT_CONTEXT || contexts === this.#privateContexts) return active;
    return this.#privateContexts.active();
  }

  tracer(): Tracer {
    const registered = apiGlobals()?.trace;
    if (this.#tracer === undefined || registered !== this.#seenTrace) {
      this.#seenTrace = registered;
      this.#tracer = this.#useGlobal && hasGlobalTracerProvider() ? globalTracer() : this.#privateTracer();
    }
    return this.#tracer;
  }
}

/** Name of our instrumentation scope: spans that carry it are ours and already accounted for. */
export const SCOPE_NAME = '@kagura/observability';
export const SCOPE_VERSION = '0.1.0';

function globalTracer(): Tracer {
  return trace.getTracer(SCOPE_NAME, SCOPE_VERSION);
}

function carriesContext(contexts: ContextManager): boolean {
  const probe = ROOT_CONTEXT.setValue(API_GLOBALS, true);
  return contexts.with(probe, () => contexts.active().getValue(API_GLOBALS) === true);
}
