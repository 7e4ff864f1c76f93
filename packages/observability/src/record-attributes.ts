import { type AttributeValue, KAGURA, type SpanError } from '@kagura/core';
import { applicationAttributes } from './application-attributes';
import type { CallFrame } from './call-frame';
import { errorAttributes } from './error-attributes';

/** Attributes that are stored with a call: the application's, and what there is to say about a failure and its repetition. */
export function recordAttributes(
  frame: CallFrame,
  error: SpanError | null,
): Readonly<Record<string, AttributeValue>> {
  const attributes = applicationAttributes(frame);
  if (error === null && frame.attempt === 1) return attributes;
  return {
    ...attributes,
    ...(frame.attempt > 1 && { [KAGURA.attempt]: frame.attempt }),
    ...(error && errorAttributes(error)),
  };
}
