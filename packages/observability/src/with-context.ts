import type { CallContext } from '@kagura/core';
import { INVALID_SPAN_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { extendCallContext } from './call-context';
import { currentRuntime } from './runtime-registry';

/**
 * Runs `fn` so that every observed call inside is recorded for this user, session, tenant and tags. Nested contexts
 * add to the outer one. Returns what `fn` returns.
 */
export function withContext<T>(context: CallContext, fn: () => T): T {
  const runtime = currentRuntime();
  if (runtime === undefined) return fn();
  const { binding } = runtime;
  return binding.contexts().with(extendCallContext(binding.active(), context), fn);
}

/** The OpenTelemetry span of the observed call that is running, for attributes and events of your own. */
export function currentSpan(): Span {
  const runtime = currentRuntime();
  const span = runtime && trace.getSpan(runtime.binding.active());
  return span ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
}
