import type { AttributeValue } from '@kagura/core';
import type { CallFrame } from './call-frame';

export const NO_ATTRIBUTES: Readonly<Record<string, AttributeValue>> = Object.freeze({});

/** Attributes that the application put on the span, by option or through the span itself; ours and the conventions' left out. */
export function applicationAttributes(frame: CallFrame): Readonly<Record<string, AttributeValue>> {
  if (frame.exchange) return frame.options.attributes ?? NO_ATTRIBUTES;
  const onSpan = (frame.span as { readonly attributes?: Readonly<Record<string, unknown>> }).attributes;
  if (onSpan === undefined) return frame.options.attributes ?? NO_ATTRIBUTES;
  let own: Record<string, AttributeValue> | undefined;
  for (const key in onSpan) {
    if (key.startsWith('gen_ai.') || key.startsWith('kagura.') || key === 'error.type') continue;
    const value = onSpan[key];
    if (!isAttributeValue(value)) continue;
    own ??= Object.create(null) as Record<string, AttributeValue>;
    own[key] = value;
  }
  return own ?? NO_ATTRIBUTES;
}

function isAttributeValue(value: unknown): value is AttributeValue {
  return ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
}
