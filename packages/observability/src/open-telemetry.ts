import {
  type Context,
  type ContextManager,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { IdGenerator } from './id-generator';
import { LocalSpan } from './local-span';

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

export interface BindingOptions {
  readonly privateContexts: ContextManager;
  /** Tracer of our own provider. */
  readonly privateTracer: () => Tracer;
  /** Our own provider has an exporter or a processor of the application's. */
  readonly exportsPrivately: boolean;
  /** The registered provider is ours. */
  readonly ownsGlobal: () => boolean;
  /** Use the application's provider where it registered one. */
  readonly useGlobal: boolean;
  /** Receives what a processor of the application throws. */
  readonly onError: (error: unknown) => void;
}

/** Where a span is started: the active context, and the span of the observed call around it. */
export interface SpanPlace {
  readonly active: Context;
  readonly enclosing: Span | undefined;
}

/**
 * The context manager and tracer to use right now: the application's where it registered them, at any time, else
 * our private ones. An application may start its SDK after our first call, so this is asked at every call and
 * answered from memory while nothing changed.
 */
export class OpenTelemetryBinding {
  readonly #options: BindingOptions;
  readonly #ids = new IdGenerator();
  #seenContexts: ContextManager | undefined;
  #contexts: ContextManager;
  #seenTrace: unknown;
  #tracer: Tracer | undefined;
  #decided = false;

  constructor(options: BindingOptions) {
    this.#options = options;
    this.#contexts = options.privateContexts;
  }

  contexts(): ContextManager {
    const registered = apiGlobals()?.context;
    if (registered !== this.#seenContexts) {
      this.#seenContexts = registered;
      this.#contexts = registered && carriesContext(registered) ? registered : this.#options.privateContexts;
    }
    return this.#contexts;
  }

  /** The active context; calls that began before the application registered its manager are still found. */
  active(): Context {
    const contexts = this.contexts();
    const active = contexts.active();
    const { privateContexts } = this.#options;
    return active !== ROOT_CONTEXT || contexts === privateContexts ? active : privateContexts.active();
  }

  /** The context that our own context manager carries. */
  privatelyActive(): Context {
    return this.#options.privateContexts.active();
  }

  /** True when contexts that are set are carried by the API's own functions too. */
  carriesGlobalContext(): boolean {
    return this.contexts() !== this.#options.privateContexts;
  }

  /**
   * Starts a span and makes it active in a context. Beside an application's provider that is not to be used, our spans
   * stay out of the context that both share: the application's spans would get a parent its backend never sees.
   */
  startSpan(
    name: string,
    options: SpanOptions,
    place: SpanPlace,
  ): { readonly span: Span; readonly context: Context } {
    const { active, enclosing } = place;
    if (!this.#options.useGlobal && hasGlobalTracerProvider()) {
      const parent = enclosing ? trace.setSpan(ROOT_CONTEXT, enclosing) : ROOT_CONTEXT;
      return { span: this.#newSpan(name, options, parent), context: active };
    }
    const span = this.#newSpan(name, options, active);
    return { span, context: trace.setSpan(active, span) };
  }

  /** A span whose place in the context nobody needs: it is over already. */
  startSpanUnder(parent: Span, name: string, options: SpanOptions): Span {
    return this.#newSpan(name, options, trace.setSpan(ROOT_CONTEXT, parent));
  }

  #newSpan(name: string, options: SpanOptions, parent: Context): Span {
    const tracer = this.#currentTracer();
    if (tracer) {
      try {
        return tracer.startSpan(name, options, parent);
      } catch (error) {
        // A processor of the application threw: its span is lost, the accounting of the call is not.
        this.#options.onError(error);
      }
    }
    return new LocalSpan(parent, options.attributes ?? {}, this.#ids);
  }

  /** The ids of a span; own ones where a sampler or a suppressed context left it without an identity. */
  identify(span: Span, parent: SpanIds | undefined): SpanIds {
    const context = span.spanContext();
    if (isSpanContextValid(context) && context.spanId !== parent?.spanId) return context;
    return { traceId: parent?.traceId ?? this.#ids.traceId(), spanId: this.#ids.spanId() };
  }

  /** `undefined` when nobody would read a span. */
  #currentTracer(): Tracer | undefined {
    const registered = apiGlobals()?.trace;
    if (!this.#decided || registered !== this.#seenTrace) {
      this.#decided = true;
      this.#seenTrace = registered;
      this.#tracer = this.#chooseTracer();
    }
    return this.#tracer;
  }

  #chooseTracer(): Tracer | undefined {
    const { useGlobal, ownsGlobal, exportsPrivately, privateTracer } = this.#options;
    if (useGlobal && !ownsGlobal() && hasGlobalTracerProvider()) return globalTracer();
    return exportsPrivately ? privateTracer() : undefined;
  }
}

/** Identity of a span: 32 and 16 hexadecimal digits. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
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
