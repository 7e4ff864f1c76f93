import { types } from 'node:util';
import type { SpanError } from '@kagura/core';
import { describe } from './diagnostics';
import { causesOf, dataProperty } from './error-causes';

const MAX_MESSAGE = 4_096;
const MAX_REQUEST_ID = 256;
const MAX_ONE_STACK = 8_192;
/** With the errors that led to it. */
const MAX_STACK = 16_384;

/**
 * Type, message, stack, HTTP status and request id of anything that was thrown; the stack ends with the errors that led to it, each
 * behind `[cause]: ` or, of an `AggregateError`, `[errors]: `. Reads data properties only, so that a hostile error
 * cannot throw again; the thrown value itself is left alone.
 */
export function toSpanError(error: unknown): SpanError {
  if (types.isProxy(error)) return { type: '_OTHER', message: '[Proxy]', stack: null };
  const statusCode = statusOf(error);
  const requestId = requestIdOf(error);
  return {
    type: errorType(error),
    message: describe(error).slice(0, MAX_MESSAGE),
    stack: stackWithCauses(error),
    ...(statusCode !== undefined && { statusCode }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** Under the names that clients of HTTP APIs use, AWS's own among them. */
function statusOf(error: unknown): number | undefined {
  const metadata = dataProperty(error, '$metadata');
  return [
    ...['status', 'statusCode', 'status_code'].map((key) => dataProperty(error, key)),
    dataProperty(metadata, 'httpStatusCode'),
  ].find(
    (status): status is number => Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599,
  );
}

/** By which the provider finds the request again when asked about it. */
function requestIdOf(error: unknown): string | undefined {
  const metadata = dataProperty(error, '$metadata');
  return [
    ...['requestID', 'requestId', 'request_id'].map((key) => dataProperty(error, key)),
    dataProperty(metadata, 'requestId'),
  ].find((id): id is string => typeof id === 'string' && id !== '' && id.length <= MAX_REQUEST_ID);
}

function stackWithCauses(error: unknown): string | null {
  const causes = causesOf(error).map(({ link, error: cause }) => `[${link}]: ${tell(cause)}`);
  const stack = stackOf(error);
  if (causes.length === 0) return stack;
  return [stack ?? tell(error), ...causes].join('\n').slice(0, MAX_STACK);
}

function tell(error: unknown): string {
  if (types.isProxy(error)) return '[Proxy]';
  const isObject = typeof error === 'object' && error !== null;
  return (
    stackOf(error) ??
    (isObject ? `${errorType(error)}: ${describe(error)}` : describe(error)).slice(0, MAX_MESSAGE)
  );
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
  try {
    const stack = error.stack;
    return typeof stack === 'string' ? stack.slice(0, MAX_ONE_STACK) : null;
  } catch {
    // V8 writes the text when it is first read, and asks the error for its name and message.
    return null;
  }
}
