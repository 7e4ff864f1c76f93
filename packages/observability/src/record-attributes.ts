import { type AttributeValue, KAGURA, type SpanError } from '@kagura/core';
import { applicationAttributes, NO_ATTRIBUTES } from './application-attributes';
import type { CallFrame } from './call-frame';
import { errorAttributes } from './error-attributes';
import { redactAttributes } from './redact-attributes';
import type { Runtime } from './runtime';

/** Attributes that are stored with a call: the application's, and what there is to say about a failure and its repetition. */
export function recordAttributes(
  { capture }: Runtime,
  frame: CallFrame,
  error: SpanError | null,
): Readonly<Record<string, AttributeValue>> {
  const given = applicationAttributes(frame);
  const place = { agent: frame.agent, kind: frame.kind, direction: 'attribute' } as const;
  const attributes = given === NO_ATTRIBUTES ? given : redactAttributes(given, capture.filter(place));
  if (error === null && frame.attempt === 1) return attributes;
  return {
    ...attributes,
    ...(frame.attempt > 1 && { [KAGURA.attempt]: frame.attempt }),
    ...(error && errorAttributes(error)),
  };
}
