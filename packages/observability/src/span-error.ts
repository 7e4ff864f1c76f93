import { types } from 'node:util';
import type { SpanError } from '@kagura/core';
import type { ContentFilter } from './content-filter';
import { describe } from './diagnostics';
import { causesOf, dataProperty } from './error-causes';

const MAX_MESSAGE = 4_096;
const MAX_TYPE = 256;
const MAX_REQUEST_ID = 256;
const MAX_ONE_STACK = 8_192;
/** With the errors that led to it. */
const MAX_STACK = 16_384;

/**
 * Type, message, stack, HTTP status and request id of anything that was thrown; the stack ends with the errors that led to it, each
 * behind `[cause]: ` or, of an `AggregateError`, `[errors]: `. Reads data properties only, so that a hostile error
 * cannot throw again; the thrown value itself is left alone. Providers repeat keys and prompts in what they answer, so
 * every text passes the filter before it is cut.
 */
export function toSpanError(error: unknown, filter: ContentFilter): SpanError {
  if (types.isProxy(error)) return { type: '_OTHER', message: '[Proxy]', stack: null };
  const statusCode = statusOf(error);
  const requestId = requestIdOf(error);
  return {
    type: errorType(error, filter),
    message: filter.text(describe(error), MAX_MESSAGE),
    stack: stackWithCauses(error, filter),
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

function stackWithCauses(error: unknown, filter: ContentFilter): string | null {
  const causes = causesOf(error).map(({ link, error: cause }) => `[${link}]: ${tell(cause, filter)}`);
  const stack = stackOf(error, filter);
  if (causes.length === 0) return stack;
  return [stack ?? tell(error, filter), ...causes].join('\n').slice(0, MAX_STACK);
}

function tell(error: unknown, filter: ContentFilter): string {
  if (types.isProxy(error)) return '[Proxy]';
  const isObject = typeof error === 'object' && error !== null;
  const message = filter.text(describe(error), MAX_MESSAGE);
  return stackOf(error, filter) ?? (isObject ? `${errorType(error, filter)}: ${message}` : message);
}

/** The class's name: of low cardinality, as the OpenTelemetry attribute `error.type` must be. */
function errorType(error: unknown, filter: ContentFilter): string {
  if (typeof error !== 'object' || error === null) return '_OTHER';
  const own = Object.getOwnPropertyDescriptor(error, 'name')?.value;
  if (typeof own === 'string' && own !== '') return filter.text(own, MAX_TYPE);
  const prototype: unknown = Object.getPrototypeOf(error);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return '_OTHER';
  const madeBy = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof madeBy === 'function' && madeBy.name !== '' ? madeBy.name : '_OTHER';
}

function stackOf(error: unknown, filter: ContentFilter): string | null {
  if (typeof error !== 'object' || error === null || !types.isNativeError(error)) return null;
  try {
    const stack = error.stack;
    return typeof stack === 'string' ? filter.text(stack, MAX_ONE_STACK) : null;
  } catch {
    // V8 writes the text when it is first read, and asks the error for its name and message.
    return null;
  }
}
