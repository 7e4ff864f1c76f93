import { types } from 'node:util';
import type { SpanError } from '@kagura/core';
import { describe } from './diagnostics';

const MAX_MESSAGE = 4_096;
const MAX_STACK = 16_384;

/**
 * Type, message and stack of anything that was thrown. Reads data properties only, so that a hostile error cannot
 * throw again; the thrown value itself is left alone.
 */
export function toSpanError(error: unknown): SpanError {
  if (types.isProxy(error)) return { type: '_OTHER', message: '[Proxy]', stack: null };
  return {
    type: errorType(error),
    message: describe(error).slice(0, MAX_MESSAGE),
    stack: stackOf(error),
  };
}

/** The class's name: of low cardinality, as the OpenTelemetry attribute `error.type` must be. */
function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '_OTHER';
  const own = Object.getOwnPropertyDescriptor(error, 'name')?.value;
  if (typeof own === 'string' && own !== '') return own;
  const prototype: unknown = Object.getPrototypeOf(error);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return '_OTHER';
  const madeBy = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof madeBy === 'function' && madeBy.name !== '' ? madeBy.name : '_OTHER';
}

function stackOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !types.isNativeError(error)) return null;
  const stack = error.stack;
  return typeof stack === 'string' ? stack.slice(0, MAX_STACK) : null;
}
