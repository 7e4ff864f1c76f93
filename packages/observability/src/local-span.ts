import {
  type Attributes,
  type AttributeValue,
  type Context,
  type Span,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { IdGenerator } from './id-generator';

/**
 * The span of a call that no exporter would read: an identity for what is started below, and the application's own
 * attributes for the record. A recorded SDK span costs several times as much.
 */
export class LocalSpan implements Span {
  /** Attributes that the application set. */
  readonly attributes: Attributes;
  readonly #context: SpanContext;

  constructor(parent: Context, attributes: Attributes, ids: IdGenerator) {
    const around = trace.getSpanContext(parent);
    this.#context = {
      traceId: around?.traceId ?? ids.traceId(),
      spanId: ids.spanId(),
      traceFlags: around?.traceFlags ?? TraceFlags.SAMPLED,
    };
    this.attributes = attributes;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.attributes, attributes);
    return this;
  }

  /** True: what the application sets is kept in the record. */
  isRecording(): boolean {
    return true;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {
    // Nobody reads the events of this span; the error itself is in the record.
  }

  end(): void {
    // Nobody waits for the end of this span.
  }
}
